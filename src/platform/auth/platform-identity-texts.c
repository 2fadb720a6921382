/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-identity-texts.h"

static const char *const texts[][RAMBLA_N_LANGUAGES] = {
  [PLATFORM_IDENTITY_TEXT_SIGN_IN] = { "Sign in", "Ingresar", "登录" },
  [PLATFORM_IDENTITY_TEXT_SIGN_IN_LEAD] = { "to go on with Rambla", "para seguir con Rambla",
                                            "以继续使用 Rambla" },
  [PLATFORM_IDENTITY_TEXT_SIGN_UP] = { "Create an account", "Crear una cuenta", "创建账户" },
  [PLATFORM_IDENTITY_TEXT_SIGN_UP_LEAD] = { "It costs nothing, and you only need it to buy.",
                                            "Es gratis y solo hace falta para comprar.",
                                            "免费，只有购买时才需要。" },
  [PLATFORM_IDENTITY_TEXT_EMAIL] = { "E-mail address", "Correo electrónico", "电子邮箱" },
  [PLATFORM_IDENTITY_TEXT_PASSWORD] = { "Password", "Contraseña", "密码" },
  [PLATFORM_IDENTITY_TEXT_NEW_PASSWORD] = { "Choose a password", "Elegí una contraseña", "设置密码" },
  [PLATFORM_IDENTITY_TEXT_PASSWORD_HINT] = { "At least 8 characters. A few words in a row are easy to keep "
                                             "in mind.",
                                             "Al menos 8 caracteres. Unas palabras seguidas son fáciles de "
                                             "recordar.",
                                             "至少 8 个字符，几个连在一起的词更好记。" },
  [PLATFORM_IDENTITY_TEXT_NAME] = { "Your name", "Tu nombre", "您的姓名" },
  [PLATFORM_IDENTITY_TEXT_NAME_HINT] = { "As shops and other people may see it.",
                                         "Como lo pueden ver los comercios y otras personas.",
                                         "商家和其他人看到的名字。" },
  [PLATFORM_IDENTITY_TEXT_NO_ACCOUNT] = { "No account yet? Create one", "¿Todavía no tenés cuenta? Creá una",
                                          "还没有账户？创建一个" },
  [PLATFORM_IDENTITY_TEXT_HAVE_ACCOUNT] = { "I have an account already", "Ya tengo una cuenta",
                                            "我已有账户" },
  [PLATFORM_IDENTITY_TEXT_SAMPLE] = { "This is a sandbox. Sample accounts: consumer@example.org, "
                                      "merchant@example.org, kiosk@example.org and operator@example.org, "
                                      "password “sandbox”.",
                                      "Esto es un entorno de prueba. Cuentas de muestra: "
                                      "consumer@example.org, merchant@example.org, kiosk@example.org y "
                                      "operator@example.org, contraseña “sandbox”.",
                                      "这是沙盒。示例账户：consumer@example.org、merchant@example.org、kiosk@"
                                      "example.org、operator@example.org，密码“sandbox”。" },
  [PLATFORM_IDENTITY_TEXT_ERROR] = { "Error", "Error", "错误" },
  [PLATFORM_IDENTITY_TEXT_FORM_ERRORS] = { "Please look at this again:", "Revisá lo siguiente:",
                                           "请检查以下内容：" },
  [PLATFORM_IDENTITY_TEXT_WRONG_PASSWORD] = { "The address or the password is not right.",
                                              "El correo o la contraseña no son correctos.",
                                              "邮箱或密码不正确。" },
  [PLATFORM_IDENTITY_TEXT_BAD_EMAIL] = { "Enter an e-mail address, such as ana@example.org",
                                         "Escribí un correo electrónico, como ana@example.org",
                                         "请输入电子邮箱，例如 ana@example.org" },
  [PLATFORM_IDENTITY_TEXT_BAD_PASSWORD] = { "Enter a password of 8 to 200 characters",
                                            "Escribí una contraseña de 8 a 200 caracteres",
                                            "请输入 8 到 200 个字符的密码" },
  [PLATFORM_IDENTITY_TEXT_MISSING_PASSWORD] = { "Enter your password", "Escribí tu contraseña",
                                                "请输入密码" },
  [PLATFORM_IDENTITY_TEXT_EASY_PASSWORD] = { "This password is too easy to guess; choose another",
                                             "Esa contraseña es muy fácil de adivinar; elegí otra",
                                             "该密码太容易被猜到，请换一个" },
  [PLATFORM_IDENTITY_TEXT_BAD_NAME] = { "Enter your name", "Escribí tu nombre", "请输入姓名" },
  [PLATFORM_IDENTITY_TEXT_EMAIL_TAKEN] = { "There is an account with this address already; sign in with it, "
                                           "or take another address",
                                           "Ya hay una cuenta con ese correo; ingresá con ella o usá otro "
                                           "correo",
                                           "该邮箱已有账户，请直接登录或换一个邮箱" },
  [PLATFORM_IDENTITY_TEXT_CONSENT] = { "Let Rambla in?", "¿Dejar entrar a Rambla?", "允许 Rambla 访问？" },
  [PLATFORM_IDENTITY_TEXT_CONSENT_LEAD] = { "The program Rambla on this computer asks to be signed in. It "
                                            "may then, in your name:",
                                            "El programa Rambla de esta computadora pide ingresar. Después "
                                            "va a poder, en tu nombre:",
                                            "这台电脑上的 Rambla 程序请求登录。之后它可以以您的名义：" },
  [PLATFORM_IDENTITY_TEXT_DEVICE_LEAD] = { "A device asks to be signed in. It may then, in your name:",
                                           "Un dispositivo pide ingresar. Después va a poder, en tu nombre:",
                                           "有一台设备请求登录。之后它可以以您的名义：" },
  [PLATFORM_IDENTITY_TEXT_SCOPE_CONSUMER] = { "buy and book offers, and show your orders and vouchers",
                                              "comprar y reservar ofertas, y mostrar tus pedidos y vales",
                                              "购买和预订优惠，并显示您的订单和券" },
  [PLATFORM_IDENTITY_TEXT_SCOPE_MERCHANT] = { "accept vouchers and run the offers of your shops",
                                              "aceptar vales y manejar las ofertas de tus locales",
                                              "核销券，并管理您店铺的优惠" },
  [PLATFORM_IDENTITY_TEXT_SCOPE_KIOSK] = { "show offers and sell them at a kiosk",
                                           "mostrar ofertas y venderlas en un kiosco",
                                           "在自助终端展示和销售优惠" },
  [PLATFORM_IDENTITY_TEXT_SCOPE_OPERATOR] = { "run this platform and decide disputes",
                                              "operar esta plataforma y resolver reclamos",
                                              "运营本平台并裁决投诉" },
  [PLATFORM_IDENTITY_TEXT_SIGNED_IN_AS] = { "Signed in as", "Ingresaste como", "当前账户" },
  [PLATFORM_IDENTITY_TEXT_OTHER_ACCOUNT] = { "Use another account", "Usar otra cuenta", "使用其他账户" },
  [PLATFORM_IDENTITY_TEXT_ALLOW] = { "Allow", "Permitir", "允许" },
  [PLATFORM_IDENTITY_TEXT_DENY] = { "Do not allow", "No permitir", "不允许" },
  [PLATFORM_IDENTITY_TEXT_CONSENT_AFTER] = { "Then you go back to the program. You can take this back at any "
                                             "time by signing out there.",
                                             "Después volvés al programa. Podés deshacer esto cuando quieras "
                                             "cerrando la sesión ahí.",
                                             "之后会回到程序。您随时可以在程序中退出登录来撤销。" },
  [PLATFORM_IDENTITY_TEXT_CONSENT_FOREIGN] = { "Did you not just click “Sign in” in Rambla yourself? Then do "
                                               "not allow it.",
                                               "¿No fuiste vos quien recién eligió “Iniciar sesión” en "
                                               "Rambla? Entonces no lo permitas.",
                                               "如果刚才不是您自己在 Rambla 中点击“登录”，请不要允许。" },
  [PLATFORM_IDENTITY_TEXT_NOT_FOR_THAT] = { "This account may not do that. Use another one.",
                                            "Esta cuenta no puede hacer eso. Usá otra.",
                                            "该账户没有此权限，请使用其他账户。" },
  [PLATFORM_IDENTITY_TEXT_DEVICE] = { "Sign a device in", "Ingresar en un dispositivo", "在设备上登录" },
  [PLATFORM_IDENTITY_TEXT_DEVICE_ENTER] = { "Type the code that the device shows.",
                                            "Escribí el código que muestra el dispositivo.",
                                            "请输入设备上显示的代码。" },
  [PLATFORM_IDENTITY_TEXT_USER_CODE] = { "Code", "Código", "代码" },
  [PLATFORM_IDENTITY_TEXT_USER_CODE_HINT] = { "Eight letters, such as BCDF-GHJK",
                                              "Ocho letras, como BCDF-GHJK", "八个字母，例如 BCDF-GHJK" },
  [PLATFORM_IDENTITY_TEXT_CONTINUE] = { "Continue", "Continuar", "继续" },
  [PLATFORM_IDENTITY_TEXT_BAD_USER_CODE] = { "This code is not known, was used, or is too old. Look at the "
                                             "device again.",
                                             "Ese código no existe, ya se usó o venció. Mirá de nuevo el "
                                             "dispositivo.",
                                             "该代码不存在、已使用或已过期，请再看一下设备。" },
  [PLATFORM_IDENTITY_TEXT_DEVICE_COMPARE] = { "Does the device in front of you show this code?",
                                              "¿El dispositivo que tenés adelante muestra este código?",
                                              "您面前的设备是否显示此代码？" },
  [PLATFORM_IDENTITY_TEXT_DEVICE_FOREIGN] = { "If somebody sent you this code or address, do not allow it.",
                                              "Si alguien te mandó este código o esta dirección, no lo "
                                              "permitas.",
                                              "如果代码或链接是别人发给您的，请不要允许。" },
  [PLATFORM_IDENTITY_TEXT_DEVICE_ALLOWED] = { "The device is signed in", "El dispositivo ya ingresó",
                                              "设备已登录" },
  [PLATFORM_IDENTITY_TEXT_DEVICE_ALLOWED_BODY] = { "It goes on by itself in a few seconds. You can close "
                                                   "this page.",
                                                   "Sigue solo en unos segundos. Podés cerrar esta página.",
                                                   "它会在几秒内自动继续。您可以关闭此页面。" },
  [PLATFORM_IDENTITY_TEXT_DEVICE_DENIED] = { "The device was not let in", "No se dejó entrar al dispositivo",
                                             "已拒绝该设备" },
  [PLATFORM_IDENTITY_TEXT_DEVICE_DENIED_BODY] = { "Nothing was given to it. You can close this page.",
                                                  "No se le dio nada. Podés cerrar esta página.",
                                                  "没有授予任何权限。您可以关闭此页面。" },
  [PLATFORM_IDENTITY_TEXT_ACCOUNT] = { "Your account in this browser", "Tu cuenta en este navegador",
                                       "此浏览器中的账户" },
  [PLATFORM_IDENTITY_TEXT_ACCOUNT_BODY] = { "Programs that you let in ask for your consent here without your "
                                            "password as long as you are signed in.",
                                            "Mientras tengas la sesión abierta, los programas te piden "
                                            "permiso acá sin la contraseña.",
                                            "登录期间，程序在此请求授权时无需再次输入密码。" },
  [PLATFORM_IDENTITY_TEXT_SIGN_OUT] = { "Sign out of this browser", "Cerrar la sesión en este navegador",
                                        "在此浏览器中退出登录" },
  [PLATFORM_IDENTITY_TEXT_SIGNED_OUT] = { "You are signed out", "Cerraste la sesión", "您已退出登录" },
  [PLATFORM_IDENTITY_TEXT_SIGNED_OUT_BODY] = { "This browser knows nobody now. Programs that you let in "
                                               "before stay signed in; sign out of them there.",
                                               "Este navegador ya no conoce a nadie. Los programas que "
                                               "dejaste entrar siguen con la sesión abierta; cerrala en cada "
                                               "uno.",
                                               "此浏览器中已没有登录的账户。之前允许的程序仍保持登录，"
                                               "请在程序中退出。" },
  [PLATFORM_IDENTITY_TEXT_BAD_LINK] = { "This link cannot be used", "Este enlace no sirve",
                                        "此链接无法使用" },
  [PLATFORM_IDENTITY_TEXT_BAD_LINK_BODY] = { "The program that sent you here is not known, or asked in a way "
                                             "that is not safe. Nothing was given to it. Go back and try "
                                             "again from Rambla.",
                                             "El programa que te trajo acá no es conocido, o lo pidió de una "
                                             "forma que no es segura. No se le dio nada. Volvé y probá de "
                                             "nuevo desde Rambla.",
                                             "发起请求的程序未知，或其请求方式不安全。没有授予任何权限。"
                                             "请返回 Rambla 重试。" },
  [PLATFORM_IDENTITY_TEXT_STALE] = { "This page was too old", "La página era muy vieja", "页面已过期" },
  [PLATFORM_IDENTITY_TEXT_STALE_BODY] = { "It was open for too long, or cookies are off in this browser. "
                                          "Nothing was done.",
                                          "Estuvo abierta demasiado tiempo, o el navegador no acepta "
                                          "cookies. No se hizo nada.",
                                          "页面打开时间过长，或浏览器禁用了 Cookie。没有执行任何操作。" },
  [PLATFORM_IDENTITY_TEXT_TOO_MANY] = { "Too many tries", "Demasiados intentos", "尝试次数过多" },
  [PLATFORM_IDENTITY_TEXT_TOO_MANY_BODY] = { "To keep accounts safe there is a pause now. Try again in about "
                                             "%d minutes.",
                                             "Para cuidar las cuentas hay una pausa. Probá de nuevo en unos "
                                             "%d minutos.",
                                             "为保护账户安全，登录已暂停。请约 %d 分钟后再试。" },
  [PLATFORM_IDENTITY_TEXT_BUSY] = { "Just a moment", "Un momento", "请稍候" },
  [PLATFORM_IDENTITY_TEXT_BUSY_BODY] = { "Many people are signing in right now. Nothing was lost; try again "
                                         "in a few seconds.",
                                         "Hay mucha gente ingresando ahora. No se perdió nada; probá de "
                                         "nuevo en unos segundos.",
                                         "当前登录人数较多。没有任何损失，请几秒后再试。" },
  [PLATFORM_IDENTITY_TEXT_AGAIN] = { "Try again", "Probar de nuevo", "重试" },
};

const char *
platform_identity_text (RamblaLanguage language, PlatformIdentityText text)
{
  return texts[text][language];
}
