// SPDX-License-Identifier: GPL-3.0-or-later
// Offer templates for hotels and hostels. How a template reads: see ../offers.mjs.

const BREAKFAST = ['Desayuno incluido', 'Breakfast included', '含早餐'];
const TAXES = ['Impuestos incluidos', 'Taxes included', '含税'];
const WIFI = ['Wi-Fi en toda la casa', 'Wi-Fi throughout', '全馆无线网络'];

export default [
  {on: 'hotel', kind: 'voucher', x: {n: [1, 1, 2]}, price: (v) => v.n * 4200, off: [18, 42], unit: (v) => [v.n, 'night'], r: ['sunthu', 'any', 'noholiday'], w: 5, book: true,
    t: ['{n} noche(s) en habitación doble con desayuno', '{n} night(s) in a double room with breakfast', '双人房{n}晚含早餐'],
    s: ['Habitación doble o twin con desayuno buffet y salida tardía según disponibilidad.', 'Double or twin room with buffet breakfast and late check-out if available.', '大床或双床房，含自助早餐，视情况延迟退房。'],
    i: [['{n} noche(s) para dos personas', '{n} night(s) for two', '双人{n}晚'], BREAKFAST, TAXES]},
  {on: 'hotel', kind: 'booking', price: () => 3900, off: [10, 30], unit: () => [1, 'night'], w: 4, slots: {times: ['15:00'], minutes: 1200, capacity: 3}, pay: ['now', 'deposit', 'at_store'], cancel: 48,
    t: ['Habitación doble con fecha a elección', 'Double room on the date you choose', '双人房自选日期'],
    s: ['Reservás la fecha ahora y entrás desde las 15.', 'Book the date now, check in from 15:00.', '现在预订日期，15点起入住。'],
    i: [['Una noche para dos', 'One night for two', '双人一晚'], BREAKFAST]},
  {on: 'hotel', kind: 'voucher', price: () => 6900, off: [20, 40], unit: () => [2, 'person'], r: ['sunthu', 'weekend', 'any'], w: 2, book: true,
    t: ['Escapada romántica para 2 con cena', 'Romantic night for 2 with dinner', '双人浪漫之夜含晚餐'],
    s: ['Una noche, cena de dos pasos y desayuno en la habitación.', 'One night, a two-course dinner and breakfast in the room.', '一晚住宿、两道式晚餐和客房早餐。'],
    i: [['Una noche para dos', 'One night for two', '双人一晚'], ['Cena de dos pasos', 'Two-course dinner', '两道式晚餐'], BREAKFAST]},
  {on: 'hotel', kind: 'voucher', x: {n: [1, 2]}, price: (v) => v.n * 690, off: [15, 32], unit: (v) => [v.n, 'person'], r: ['any', 'morning'], w: 2,
    t: ['Desayuno buffet para {n} sin alojarse', 'Buffet breakfast for {n}, no stay needed', '{n}人自助早餐（无需住宿）'],
    s: ['El desayuno del hotel, abierto a quien pasa.', 'The hotel’s breakfast, open to non-residents.', '酒店早餐对外开放。'],
    i: [['{n} desayuno(s) buffet', '{n} buffet breakfast(s)', '{n}份自助早餐']]},
  {on: 'hotel', kind: 'coupon', price: () => 600, off: [100, 100], r: ['any', 'sunthu'], w: 2,
    t: ['Salida tardía sin cargo', 'Late check-out free', '免费延迟退房'], b: ['Salida hasta las 15 sin cargo con tu estadía', 'Check out until 15:00 free with your stay', '入住即可免费延迟至15点退房'],
    s: ['Sujeto a disponibilidad; avisá al llegar.', 'Subject to availability; say so on arrival.', '视房态而定，入住时告知。'], i: [['Tres horas más de habitación', 'Three more hours in the room', '延长三小时']]},
  {on: 'hotel', kind: 'group', price: () => 7600, off: [15, 22], unit: () => [2, 'night'], r: ['sunthu', 'monthu'], w: 2, book: true,
    t: ['2 noches entre semana en grupo', '2 weekday nights, group price', '平日两晚团购'],
    s: ['El precio por habitación baja cuando se suman más reservas.', 'The price per room falls as more bookings join.', '预订越多，房价越低。'],
    i: [['Dos noches para dos', 'Two nights for two', '双人两晚'], BREAKFAST]},
  {on: 'hostel', kind: 'voucher', x: {n: [1, 2, 3]}, price: (v) => v.n * 850, off: [15, 35], unit: (v) => [v.n, 'night'], r: ['any', 'sunthu'], w: 5, book: true,
    t: ['{n} noche(s) en dormitorio compartido', '{n} night(s) in a shared dorm', '多人间床位{n}晚'],
    s: ['Cama, desayuno sencillo, cocina y casillero.', 'Bed, simple breakfast, kitchen and locker.', '床位、简易早餐、厨房和储物柜。'],
    i: [['{n} noche(s)', '{n} night(s)', '{n}晚'], BREAKFAST, WIFI]},
  {on: 'hostel', kind: 'booking', price: () => 2300, off: [10, 28], unit: () => [1, 'night'], w: 3, slots: {times: ['14:00'], minutes: 1260, capacity: 2}, pay: ['now', 'deposit', 'at_store'], cancel: 48,
    t: ['Habitación privada para 2', 'Private room for 2', '双人独立房间'],
    s: ['Con baño compartido o privado según la casa.', 'With shared or private bathroom, as the house has it.', '共用或独立卫浴，视房型而定。'],
    i: [['Una noche para dos', 'One night for two', '双人一晚'], WIFI]},
  {on: 'hostel', kind: 'coupon', price: () => 350, off: [100, 100], r: ['any'], w: 2,
    t: ['Bicicleta medio día con tu estadía', 'Half a day’s bicycle with your stay', '入住送半日单车'], b: ['Medio día de bicicleta sin cargo para huéspedes', 'Half a day’s bicycle free for guests', '住客免费使用单车半天'],
    s: ['Para recorrer la costa.', 'To ride along the coast.', '沿海骑行。'], i: [['Bicicleta y candado', 'Bicycle and lock', '单车与车锁']]},
];
