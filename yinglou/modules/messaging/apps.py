"""Messaging: templates, threads and the way out by SMS, WeChat or e-mail. It knows no customer."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Module


class Messaging(Module):
    """The post room: it delivers what others write, once, and says what became of it."""

    name = "yinglou.modules.messaging"
    verbose_name = _("Messages")
    requires = ("branches",)
    permissions = {
        "messaging.view": _("See messages"),
        "messaging.send": _("Write messages and send failed ones again"),
        "messaging.templates": _("Change message templates"),
        "messaging.forget": _("Remove what was written to somebody"),
        "messaging.opt_out": _("Stop and allow messages to a number"),
    }
