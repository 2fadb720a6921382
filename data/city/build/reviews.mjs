// SPDX-License-Identifier: GPL-3.0-or-later
// Sample reviews: plain sentences about using an offer, never a judgement on the shop behind it.

const AUTHORS = {
  es: ['Ana', 'Lucía', 'Martín', 'Diego', 'Valentina', 'Sofía', 'Federico', 'Nicolás', 'Carolina', 'Gabriela', 'Rodrigo', 'Mariana', 'Pablo', 'Santiago', 'Florencia',
    'Camila', 'Agustín', 'Joaquín', 'Victoria', 'Romina', 'Gonzalo', 'Andrea', 'Natalia', 'Ignacio', 'Paula', 'Mateo', 'Cecilia', 'Alejandra', 'Bruno', 'Elena', 'Raúl', 'Silvia', 'Óscar', 'Beatriz'],
  en: ['Emma', 'James', 'Olivia', 'Noah', 'Grace', 'Daniel', 'Chloe', 'Peter', 'Hannah', 'Oliver', 'Julia', 'Tom'],
  'zh-CN': ['林女士', '王先生', '陈女士', '李先生', '张女士', '刘先生', '黄女士', '周先生', '小杨', '阿明'],
};
const INITIALS = 'ABCDEFGHILMNOPRSTV';

const SENTENCES = {
  any: {
    es: ['Mostré el código y listo.', 'Canjear el cupón fue rápido.', 'Lo usé un martes a la tarde, sin problema.', 'Las condiciones estaban claras desde el principio.', 'Coincide con lo que dice la oferta.',
      'Pagué antes y al llegar solo mostré el QR.', 'Conviene mirar el horario antes de ir.', 'Lo compré para regalar y lo usaron sin vueltas.', 'El precio final fue el que decía, sin agregados.',
      'Fui con una amiga y usamos dos.', 'Lo usé en la última semana de validez.', 'Queda cerca de casa, así que me sirvió.', 'Llegué caminando, es fácil de encontrar.', 'Me quedé con ganas de repetir.'],
    en: ['Showed the code and that was it.', 'Redeeming it was quick.', 'The terms were clear from the start.', 'It was as described.', 'I paid beforehand and only showed the QR.', 'Check the hours before you go.', 'The price was the one stated, nothing added.', 'Used it on a weekday afternoon.'],
    'zh-CN': ['出示券码就行，很方便。', '核销很快。', '和描述一致。', '价格如实，没有额外费用。', '建议先看好使用时间。', '工作日下午用的。', '送给朋友用的，很顺利。'],
  },
  catering: {
    es: ['La porción alcanza bien para lo que dice.', 'Fuimos a almorzar y comimos tranquilos.', 'La comida llegó caliente.', 'Pedimos lo incluido y agregamos un postre.', 'Fuimos un viernes y había gente; esperamos un rato.', 'Elegimos mesa afuera.',
      'La bebida estaba incluida, tal cual.', 'Buen plan para una salida entre semana.', 'Lo pedimos para llevar.', 'Con los chicos quedamos satisfechos.', 'El plato era abundante.', 'Nos explicaron qué entraba en la promo.'],
    en: ['The portions were right for the number of people.', 'We went for lunch and had a quiet table.', 'The food came hot.', 'The drink was included as stated.', 'It was busy on Friday, so we waited a little.', 'Good plan for a weekday.'],
    'zh-CN': ['分量刚好。', '菜上来是热的。', '饮料也包含在内。', '周五人多，等了一会儿。', '适合平日聚餐。'],
  },
  beauty: {
    es: ['Pedí turno por teléfono y me atendieron a la hora.', 'Salí conforme con el resultado.', 'Me explicaron qué productos usaban.', 'Duró lo que decía la oferta.', 'Fui por primera vez con el cupón.', 'Me preguntaron cómo lo quería antes de empezar.', 'El lugar estaba ordenado.', 'Llegué diez minutos antes y no hubo apuro.'],
    en: ['I booked by phone and they took me on time.', 'Happy with how it turned out.', 'They asked what I wanted before starting.', 'It lasted as long as the offer said.', 'First visit with the coupon.'],
    'zh-CN': ['电话预约，准时开始。', '结果满意。', '开始前先沟通了需求。', '时长和说明一致。'],
  },
  fitness: {
    es: ['Me armaron una rutina el primer día.', 'Las clases empiezan puntuales.', 'Fui tres veces por semana con el pase.', 'Hay que llevar toalla y candado.', 'El grupo era chico.', 'Buena forma de probar antes de anotarse.', 'En hora pico hay más gente.', 'Reservé la hora y estaba pronta.'],
    en: ['They set me up with a routine on the first day.', 'Classes start on time.', 'Bring a towel and a padlock.', 'A good way to try before joining.', 'Busier at peak hours.'],
    'zh-CN': ['第一天就安排了训练计划。', '课程准时开始。', '记得带毛巾和锁。', '高峰时段人比较多。'],
  },
  leisure: {
    es: ['Canjeamos las entradas en boletería sin fila.', 'Fuimos en familia y la pasamos bien.', 'Elegimos la función de la tarde.', 'Conviene llegar quince minutos antes.', 'El combo era el tamaño que decía.', 'Reservamos para un cumpleaños y salió según lo hablado.', 'Lo usamos un miércoles.'],
    en: ['We exchanged the tickets without a queue.', 'We went as a family and had a good time.', 'Arrive fifteen minutes early.', 'The combo was the size stated.'],
    'zh-CN': ['兑票没有排队。', '全家一起去的，很开心。', '建议提前十五分钟到。'],
  },
  culture: {
    es: ['La visita duró casi una hora.', 'El guía contestó todas las preguntas.', 'Fuimos con los niños y se entretuvieron.', 'Retiramos las entradas media hora antes.', 'Las butacas estaban juntas.', 'Un buen plan para un domingo.', 'Se entiende bien aunque no sepas del tema.'],
    en: ['The tour lasted almost an hour.', 'The guide answered every question.', 'Our seats were together.', 'A good plan for a Sunday.'],
    'zh-CN': ['导览将近一小时。', '讲解很耐心。', '座位是连着的。', '适合周末去。'],
  },
  lodging: {
    es: ['Confirmé la fecha por mail y quedó reservada.', 'El desayuno estaba incluido como decía.', 'La habitación era la de la oferta.', 'Entramos a las tres de la tarde.', 'Bien ubicado para caminar.', 'Pasamos una noche tranquila.', 'Pedimos salida más tarde y se pudo.'],
    en: ['I confirmed the date by e-mail.', 'Breakfast was included as stated.', 'Well placed for walking.', 'We had a quiet night.', 'Check-in was at three.'],
    'zh-CN': ['邮件确认日期，很顺利。', '早餐包含在内。', '位置方便步行。', '住得安静。'],
  },
  education: {
    es: ['La primera clase fue para ver el nivel.', 'Grupo chico, se puede preguntar.', 'El material vino incluido.', 'Los horarios eran los publicados.', 'Me sirvió para decidir si seguir.', 'El docente explicó con ejemplos.'],
    en: ['The first class was to check the level.', 'A small group, easy to ask questions.', 'Materials were included.', 'The timetable was the one published.'],
    'zh-CN': ['第一节课测了水平。', '小班，可以随时提问。', '教材包含在内。'],
  },
  health: {
    es: ['Me dieron hora para la misma semana.', 'Me explicaron cada paso antes de empezar.', 'Fui con receta y fue rápido.', 'Atendieron a la hora del turno.', 'Llevé a la perra y volvió contenta.', 'El presupuesto vino por escrito.', 'Retiré todo en el mostrador.', 'Hubo que esperar un poco porque era sábado.'],
    en: ['I got an appointment the same week.', 'Every step was explained first.', 'They saw me at the time booked.', 'The quote came in writing.'],
    'zh-CN': ['当周就约到了。', '每一步都先说明。', '按预约时间接待。', '报价是书面的。'],
  },
  cars: {
    es: ['Dejé el auto a las nueve y lo retiré al mediodía.', 'Me mostraron las piezas que cambiaron.', 'El aceite era el que decía la oferta.', 'Pedí turno y no esperé.', 'Me avisaron por teléfono cuando estaba pronto.', 'El lavado incluyó lo publicado.', 'Hicieron el control y me dieron el papel.'],
    en: ['Left the car at nine, picked it up at noon.', 'They showed me the parts they changed.', 'They phoned when it was ready.', 'I booked and did not wait.'],
    'zh-CN': ['九点送车，中午取。', '给我看了换下来的零件。', '做好后电话通知。'],
  },
  photography: {
    es: ['Mandé las fotos desde el celular y estaban al otro día.', 'Los colores salieron fieles.', 'La sesión duró una hora completa.', 'Elegimos las fotos en una pantalla grande.', 'El papel es el que pedí.'],
    en: ['Sent the photos from my phone, ready the next day.', 'The session lasted a full hour.', 'The paper was the one I asked for.'],
    'zh-CN': ['手机传图，第二天取。', '颜色还原不错。', '拍摄足足一小时。'],
  },
  shops: {
    es: ['Había para elegir dentro de la selección.', 'Usé el vale en dos compras.', 'Encontré mi talle.', 'Lo cambié por otro color sin problema.', 'El descuento se aplicó en caja.', 'Retiré el pedido el mismo día.', 'Estaba todo en la bolsa, como decía.', 'Fui un sábado de mañana.'],
    en: ['There was a fair choice in the selection.', 'I used the card for two purchases.', 'The discount was applied at the till.', 'Collected it the same day.', 'They exchanged it for another colour.'],
    'zh-CN': ['可选的款式不少。', '代金券分两次用完。', '收银台直接减的。', '当天就取到了。'],
  },
};

const LANGUAGE = [['es', 0.8], ['en', 0.13], ['zh-CN', 0.07]];

// The reviews of one offer; `branches` are the places where it can be used.
export const reviewsOf = (offer, branches, chance, languages) => {
  if (offer.sold < 3 || chance.happens(0.1))
    return [];
  const oldest = Math.max(offer.starts_day + 2, -80);
  if (oldest > -2)
    return [];
  const spoken = LANGUAGE.filter(([language]) => languages.includes(language));
  const said = new Set();
  const rows = [];
  for (let n = Math.min(chance.whole(2, 8), offer.sold - 1); n > 0; n--) {
    const [language] = chance.weighted(spoken, (entry) => entry[1]);
    const own = SENTENCES[offer.category][language];
    const any = SENTENCES.any[language];
    const first = chance.pick(chance.happens(0.72) ? own : any);
    const second = chance.happens(0.55) ? chance.pick(chance.happens(0.5) ? own : any) : undefined;
    if (said.has(first) || second === first || second && said.has(second))
      continue;
    said.add(first);
    if (second)
      said.add(second);
    const name = chance.pick(AUTHORS[language]);
    const initial = INITIALS[chance.whole(0, INITIALS.length - 1)];
    rows.push({offer: offer.id, place: chance.pick(branches), day: chance.whole(oldest, -1), rating: chance.weighted([[5, 48], [4, 39], [3, 13]], (r) => r[1])[0], language,
      text: [first, second].filter((s) => s).join(language === 'zh-CN' ? '' : ' '), author: language === 'zh-CN' ? name : `${name} ${initial}.`});
  }
  return rows.sort((a, b) => a.day - b.day);
};
