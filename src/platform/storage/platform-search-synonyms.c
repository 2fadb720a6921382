/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-synonyms.h"

#include <string.h>

/* Shorter words have no plural that could be told from another word. */
#define MIN_FORM_LETTERS 4

/* Each line's words mean the same to whoever looks for an offer. Folded, without accents. */
static const char *const groups[] = {
  "pelo cabello hair",
  "haircut corte cut 剪发",
  "peluqueria peluquero barberia barbero hairdresser barber barbershop 理发 理发店 美发",
  "manicura unas manos manicure nails 美甲",
  "masaje massage 按摩",
  "depilacion waxing 脱毛",
  "tatuaje tattoo 纹身",
  "gimnasio gym fitness 健身 健身房",
  "natacion nadar swim swimming piscina pool 游泳",
  "futbol football soccer 足球",
  "baile danza dance dancing 舞蹈",
  "cine pelicula cinema movie film 电影 电影院",
  "teatro theatre theater 剧院",
  "museo museum 博物馆",
  "bolos bowling 保龄球",
  "restaurante resto restoran comida restaurant 餐厅 饭店 餐馆",
  "parrilla parrillada grill 烤肉",
  "pizzeria pizza 披萨 比萨",
  "panaderia bakery 面包 面包店",
  "pasteleria reposteria confiteria confectionery pastry 蛋糕 甜点",
  "heladeria helado icecream ice 冰淇淋",
  "cafeteria cafe coffee 咖啡 咖啡馆 咖啡店",
  "cerveza beer 啤酒",
  "cerveceria bar pub 酒吧",
  "hamburguesa hamburguer burger hamburger 汉堡",
  "almuerzo lunch 午餐 午饭",
  "cena dinner 晚餐 晚饭",
  "desayuno breakfast 早餐 早饭",
  "vino wine 红酒 葡萄酒",
  "vegano vegana vegan vegetariano vegetariana vegetarian 素食",
  "farmacia pharmacy drugstore chemist 药店 药房",
  "dentista odontologo odontologia dentist 牙医 牙科",
  "optica anteojos lentes optician glasses eyewear 眼镜 眼镜店",
  "veterinaria veterinario veterinary vet 兽医 宠物医院",
  "mascota pet 宠物",
  "perro canina dog 狗",
  "gato felina feline cat 猫",
  "vacuna vaccine 疫苗",
  "clinica policlinica medico clinic doctor 诊所 医生",
  "fisioterapia physiotherapy 理疗",
  "hotel alojamiento hospedaje 酒店 旅馆 宾馆",
  "hostel albergue 青年旅舍 青旅",
  "supermercado supermarket 超市",
  "almacen autoservicio minimercado kiosco convenience 便利店",
  "carniceria butcher 肉店",
  "carne meat 肉",
  "verduleria fruteria greengrocer 蔬菜 水果",
  "ferreteria hardware 五金",
  "pintureria pintura paint 油漆",
  "cerrajeria cerrajero locksmith 锁匠",
  "lavanderia laundry 洗衣",
  "tintoreria limpieza cleaning 干洗",
  "lavadero lavado wash 洗车",
  "floreria flores florist flower 花店 鲜花",
  "libreria libro book 书店 图书",
  "papeleria stationery 文具",
  "jugueteria juguete toy 玩具",
  "zapateria zapato calzado shoe 鞋 鞋店",
  "championes zapatillas tenis trainers sneakers 运动鞋",
  "ropa indumentaria clothes clothing 服装 衣服",
  "muebleria mueble furniture 家具",
  "colchoneria colchon mattress bed 床垫",
  "joyeria jewelry jewellery 珠宝",
  "perfumeria perfume perfumery 香水",
  "bicicleteria bicicleta bici bicycle bike cycle 自行车",
  "computadora computacion informatica computer 电脑",
  "celular movil telefono phone mobile 手机",
  "regalo gift 礼品 礼物",
  "auto coche car automovil 汽车",
  "moto motocicleta motorcycle 摩托车",
  "alquiler alquilar renta rent rental 租车",
  "taller mecanico mecanica repair 修车 汽车维修",
  "neumatico cubierta llanta gomeria tyre tire 轮胎",
  "estacion nafta combustible fuel petrol gasoline 加油 加油站",
  "idioma language 语言",
  "clase curso class course lesson 课程",
  "foto fotografia photo photography 摄影 照片",
  "musica music 音乐",
  "nino infantil kids children child 儿童",
  "entrada ticket 门票",
  "habitacion cuarto room 房间",
};

static const char *const thrifty[] = { "barato",    "barata", "baratos", "baratas",  "economico",
                                       "economica", "cheap",  "cheaper", "cheapest", "bargain",
                                       "便宜",      "实惠",   "特价" };

static void
add_synonyms (GHashTable *table, char **members)
{
  for (guint i = 0; members[i] != NULL; i++)
    {
      GPtrArray *others = g_ptr_array_new ();

      for (guint j = 0; members[j] != NULL; j++)
        if (j != i)
          g_ptr_array_add (others, members[j]);
      g_ptr_array_add (others, NULL);
      g_hash_table_insert (table, members[i], g_ptr_array_free (others, FALSE));
    }
}

/* Made at the first question, kept to the end. */
static gpointer
make_table (gpointer data)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      char **members = g_strsplit (groups[i], " ", -1);

      add_synonyms (table, members);
      g_free (members); /* its words live on in the table */
    }
  return table;
}

const char *const *
platform_search_synonyms_get (const char *word)
{
  static GOnce once = G_ONCE_INIT;

  return g_hash_table_lookup (g_once (&once, make_table, NULL), word);
}

gboolean
platform_search_synonyms_is_thrifty (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (thrifty); i++)
    if (strcmp (thrifty[i], word) == 0)
      return TRUE;
  return FALSE;
}

gsize
platform_search_synonyms_skip_thrifty (const char *run)
{
  for (guint i = 0; i < G_N_ELEMENTS (thrifty); i++)
    if (g_str_has_prefix (run, thrifty[i]))
      return strlen (thrifty[i]);
  return 0;
}

void
platform_search_synonyms_foreach_form (const char *word, PlatformSearchFormFunc func, gpointer data)
{
  gsize length = strlen (word);
  g_autofree char *form = g_malloc (length + 3);

  if (length < MIN_FORM_LETTERS || g_ascii_isdigit (word[length - 1]))
    return;
  memcpy (form, word, length + 1);
  if (g_str_has_suffix (word, "es") && length > MIN_FORM_LETTERS)
    {
      form[length - 2] = '\0';
      func (form, data);
      form[length - 2] = 'e';
    }
  if (g_str_has_suffix (word, "s"))
    {
      form[length - 1] = '\0';
      func (form, data);
      return;
    }
  g_strlcpy (form + length, "s", 3);
  func (form, data);
  g_strlcpy (form + length, "es", 3);
  func (form, data);
}
