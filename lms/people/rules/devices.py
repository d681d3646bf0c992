"""A device in two words, from what its browser says of itself: enough to know one's own, too little to follow anybody."""

# The first that is found counts: apps name the browser inside them, and every browser names another one.
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)
BROWSERS = (
    ("MicroMessenger", "wechat"), ("DingTalk", "dingtalk"), ("AlipayClient", "alipay"), ("MQQBrowser", "qq"), ("QQBrowser", "qq"),
    ("UCBrowser", "uc"), ("HuaweiBrowser", "huawei"), ("MiuiBrowser", "xiaomi"), ("Edg", "Edge"), ("OPR/", "Opera"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)


def device(agent):
    """Return ``(system, browser)``; either is empty where it is not known."""
    return tuple(next((word for part, word in table if part in (agent or "")), "") for table in (SYSTEMS, BROWSERS))
