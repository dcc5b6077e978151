"""What roles add up to."""

from yinglou.modules.access import rules

KNOWN = ("orders.view", "orders.place", "folios.refund")


def test_a_star_covers_its_module_or_everything():
    assert rules.covers(["orders.*"], "orders.place")
    assert not rules.covers(["orders.*"], "folios.refund")
    assert rules.covers(["*"], "folios.refund")
    assert rules.expanded(["orders.*"], KNOWN) == {"orders.view", "orders.place"}
    assert rules.expanded(["*", "orders.view"], KNOWN) == {"*"}


def test_reach_is_the_widest_and_limits_the_highest():
    assert rules.widest(["own", "all", "branch"]) == "all"
    assert rules.widest([]) == "own"
    assert rules.highest([{"discount_bp": 500}, {"discount_bp": 1500, "refund_minor": 1}]) == {
        "discount_bp": 1500,
        "refund_minor": 1,
    }


def test_nobody_gives_away_more_than_is_his():
    assert rules.goes_beyond(["orders.*"], {"orders.view"}, KNOWN) == ["orders.place"]
    assert rules.goes_beyond(["*"], {"orders.view"}, KNOWN) == ["*"]
    assert rules.goes_beyond(["*"], {"*"}, KNOWN) == []


def test_taking_one_right_of_a_star_leaves_the_others():
    assert rules.without_grant(["orders.*"], "orders.place", KNOWN) == ["orders.view"]
    assert rules.with_grant(["orders.*"], "orders.place") == ["orders.*"]
    assert rules.with_grant(["a.b"], "orders.place") == ["a.b", "orders.place"]


def test_a_token_is_long_and_kept_as_a_digest():
    secret = rules.new_secret()
    assert secret.startswith("yl_")
    assert len(secret) >= 43
    assert secret != rules.new_secret()
    assert len(rules.digest_of(secret)) == 64
    assert secret not in rules.digest_of(secret)
    assert rules.tail_of(secret) == secret[-4:]


def test_a_device_is_named_by_browser_and_system():
    chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36"
    wechat = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0"
    assert rules.device_of(chrome) == "Chrome · Windows"
    assert rules.device_of(wechat) == "微信 · iPhone"
    assert rules.device_of("curl/8") == ""
