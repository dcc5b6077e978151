"""Names and telephone numbers of customers who do not exist, the same ones every time."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐"
    "许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
_HER = (
    "静 婷 雅琴 梦洁 思颖 佳怡 欣然 晓彤 雨桐 诗涵 可馨 婉清 "
    "若琳 慧敏 丽娜 芷若 悦 露 琪 嘉欣 语嫣 子墨 小满 一诺"
)
_HIM = (
    "伟 强 磊 晓明 志远 子轩 浩然 俊杰 鹏飞 天宇 文博 建国 "
    "明哲 宇航 泽楷 一鸣 家豪 凯 昊 晨 立群 承泽 远航 子谦"
)
GIVEN_HER, GIVEN_HIM = _HER.split(), _HIM.split()


class Registry:
    """Draws people; no telephone number comes twice."""

    def __init__(self, rng: Random) -> None:
        self._rng, self._count = rng, 0

    def she(self) -> str:
        return self._rng.choice(SURNAMES) + self._rng.choice(GIVEN_HER)

    def he(self) -> str:
        return self._rng.choice(SURNAMES) + self._rng.choice(GIVEN_HIM)

    def phone(self) -> str:
        self._count += 1
        head = self._rng.choice(("130", "135", "138", "151", "158", "177", "186", "189"))
        return f"{head}{20_000_000 + self._count * 7919 % 79_999_989:08}"
