"""The chart of accounts: 小企业会计准则, with the leaves a photo studio posts to.

First-level codes are the official ones and fixed; leaf codes are ours and never renumbered.
1231 is our own and nets to nothing in the company. `line` is where a balance stands in a
statement: BS12 is line 12 of 会小企01表, PL12 of 会小企02表.
"""

from typing import NamedTuple


class ChartRow(NamedTuple):
    """An account as the chart has it; `side` is where its balance normally stands."""

    code: str
    name: str
    name_en: str
    side: str
    line: str


_CHART = """
1001 | 库存现金 | Cash on hand | Dr | BS1
100101 | 门店收银抽屉 | Cash drawer | Dr | BS1
100102 | 总部保险柜 | Head-office safe | Dr | BS1
1002 | 银行存款 | Bank deposits | Dr | BS1
100201 | 基本存款账户 | Basic bank account | Dr | BS1
1012 | 其他货币资金 | Other monetary funds | Dr | BS1
101201 | 微信支付商户余额 | WeChat Pay merchant balance | Dr | BS1
101202 | 支付宝商户余额 | Alipay merchant balance | Dr | BS1
101203 | 银行卡收单在途 | Card acquirer clearing (T+1) | Dr | BS1
101204 | 内部现金在途 | Cash in transit (drawer to bank) | Dr | BS1
1101 | 短期投资 | Short-term investments | Dr | BS2
1121 | 应收票据 | Notes receivable | Dr | BS3
1122 | 应收账款 | Accounts receivable | Dr | BS4
112201 | 应收账款-客户挂账 | AR - customer house accounts / city ledger | Dr | BS4
112202 | 应收账款-在店客账 | AR - open folios (guest ledger) | Dr | BS4
112203 | 应收账款-第三方平台 | AR - platforms (Meituan, Douyin) | Dr | BS4
112204 | 应收账款-企业团单 | AR - corporate group orders | Dr | BS4
1123 | 预付账款 | Prepayments | Dr | BS5
112301 | 预付账款-供应商 | Prepayments to suppliers | Dr | BS5
112302 | 预付账款-租金 | Prepaid rent | Dr | BS5
1131 | 应收股利 | Dividends receivable | Dr | BS6
1132 | 应收利息 | Interest receivable | Dr | BS7
1221 | 其他应收款 | Other receivables | Dr | BS8
122101 | 其他应收款-员工借支 | Employee advances | Dr | BS8
122102 | 其他应收款-押金保证金 | Deposits paid (rent etc.) | Dr | BS8
122103 | 其他应收款-责任人赔偿 | Claims on responsible persons | Dr | BS8
122104 | 其他应收款-代垫款 | Paid on behalf of customers | Dr | BS8
1231 | 内部往来 | Inter-branch current account (own code; nets to 0) | Dr |
1401 | 材料采购 | Materials purchasing | Dr | BS9
1402 | 在途物资 | Goods in transit | Dr | BS9
1403 | 原材料 | Raw and consumable materials | Dr | BS9
1404 | 材料成本差异 | Material cost variance | Dr | BS9
1405 | 库存商品 | Merchandise / finished goods | Dr | BS9
140501 | 库存商品-零售商品 | Retail merchandise | Dr | BS9
140502 | 库存商品-影像产成品 | Finished albums and frames | Dr | BS9
1407 | 商品进销差价 | Mark-up on merchandise | Cr | BS9
1408 | 委托加工物资 | Goods with outside processors | Dr | BS9
1411 | 周转材料 | Turnover materials (gowns, towels, packaging) | Dr | BS9
1421 | 消耗性生物资产 | Consumable biological assets | Dr | BS9
1501 | 长期债券投资 | Long-term bond investments | Dr | BS16
1511 | 长期股权投资 | Long-term equity investments | Dr | BS17
1601 | 固定资产 | Fixed assets | Dr | BS18
1602 | 累计折旧 | Accumulated depreciation | Cr | BS19
1604 | 在建工程 | Construction in progress | Dr | BS21
1605 | 工程物资 | Construction materials | Dr | BS22
1606 | 固定资产清理 | Fixed assets in liquidation | Dr | BS23
1621 | 生产性生物资产 | Productive biological assets | Dr | BS24
1622 | 生产性生物资产累计折旧 | Accum. depreciation of same | Cr | BS24
1701 | 无形资产 | Intangible assets | Dr | BS25
1702 | 累计摊销 | Accumulated amortisation | Cr | BS25
1801 | 长期待摊费用 | Long-term deferred expenses (fit-out) | Dr | BS27
1901 | 待处理财产损溢 | Property gains/losses pending | Dr | BS14
190101 | 待处理流动资产损溢 | Current-asset gains/losses pending | Dr | BS14
2001 | 短期借款 | Short-term loans | Cr | BS31
2201 | 应付票据 | Notes payable | Cr | BS32
2202 | 应付账款 | Accounts payable | Cr | BS33
220201 | 应付账款-供应商 | AP - suppliers (invoiced) | Cr | BS33
220202 | 应付账款-暂估应付 | AP - goods received not invoiced | Cr | BS33
220203 | 应付账款-渠道返佣 | AP - channel commissions | Cr | BS33
2203 | 预收账款 | Receipts in advance | Cr | BS34
220301 | 预收账款-订单款 | Order deposits and progress payments | Cr | BS34
220302 | 预收账款-储值卡 | Stored-value cards (principal) | Cr | BS34
220303 | 预收账款-次卡疗程卡 | Course / session cards | Cr | BS34
220304 | 预收账款-在店押金 | Guest advance deposits | Cr | BS34
220305 | 预收账款-礼品卡及团购券 | Gift cards and unredeemed vouchers | Cr | BS34
2211 | 应付职工薪酬 | Employee compensation payable | Cr | BS35
221101 | 应付职工薪酬-工资 | Wages | Cr | BS35
221102 | 应付职工薪酬-提成奖金 | Commission and bonus | Cr | BS35
221103 | 应付职工薪酬-社会保险费 | Social insurance (employer) | Cr | BS35
221104 | 应付职工薪酬-住房公积金 | Housing fund (employer) | Cr | BS35
221105 | 应付职工薪酬-福利费 | Welfare | Cr | BS35
2221 | 应交税费 | Taxes payable | Cr | BS36
222101 | 应交增值税 | VAT payable | Cr | BS36
22210101 | 进项税额 | Input VAT (general) | Dr | BS36
22210102 | 销项税额 | Output VAT (general) | Cr | BS36
22210103 | 进项税额转出 | Input VAT transferred out (general) | Cr | BS36
22210104 | 已交税金 | VAT paid in period (general) | Dr | BS36
22210105 | 转出未交增值税 | Unpaid VAT transferred out (general) | Dr | BS36
22210106 | 减免税款 | VAT reductions (general) | Dr | BS36
22210190 | 应交增值税-小规模 | VAT payable (small-scale; no sub-columns) | Cr | BS36
222102 | 未交增值税 | VAT unpaid (general) | Cr | BS36
222103 | 待认证进项税额 | Input VAT pending verification | Dr | BS36
222104 | 待转销项税额 | Output VAT to be transferred | Cr | BS36
222120 | 应交城市维护建设税 | City maintenance tax | Cr | BS36
222121 | 应交教育费附加 | Education surcharge | Cr | BS36
222122 | 应交地方教育附加 | Local education surcharge | Cr | BS36
222123 | 应交企业所得税 | Enterprise income tax | Cr | BS36
222124 | 应交个人所得税 | Individual income tax withheld | Cr | BS36
222125 | 应交印花税 | Stamp tax | Cr | BS36
2231 | 应付利息 | Interest payable | Cr | BS37
2232 | 应付利润 | Profit payable | Cr | BS38
2241 | 其他应付款 | Other payables | Cr | BS39
224101 | 其他应付款-代扣社保公积金 | Employee contributions withheld | Cr | BS39
224102 | 其他应付款-收取押金 | Refundable security deposits received | Cr | BS39
224103 | 其他应付款-员工报销 | Expense claims payable | Cr | BS39
224104 | 其他应付款-代收代付 | Collected on behalf (tips, paid-outs) | Cr | BS39
224105 | 其他应付款-股东往来 | Shareholder current account | Cr | BS39
224106 | 其他应付款-待查款 | Unidentified receipts | Cr | BS39
224107 | 其他应付款-积分准备 | Points provision (optional policy) | Cr | BS39
2401 | 递延收益 | Deferred income | Cr | BS44
2501 | 长期借款 | Long-term loans | Cr | BS42
2701 | 长期应付款 | Long-term payables | Cr | BS43
3001 | 实收资本 | Paid-in capital | Cr | BS48
3002 | 资本公积 | Capital reserve | Cr | BS49
3101 | 盈余公积 | Surplus reserve | Cr | BS50
3103 | 本年利润 | Profit for the year | Cr | BS51
3104 | 利润分配 | Profit distribution | Cr | BS51
310401 | 未分配利润 | Undistributed profit | Cr | BS51
310402 | 提取法定盈余公积 | Appropriation to statutory reserve | Cr | BS51
310403 | 应付利润 | Profit distributed | Cr | BS51
4001 | 生产成本 | Production / service cost (WIP) | Dr | BS9
400101 | 生产成本-直接材料 | WIP - direct materials | Dr | BS9
400102 | 生产成本-直接人工 | WIP - direct labour | Dr | BS9
400103 | 生产成本-外协加工 | WIP - outside processing | Dr | BS9
4101 | 制造费用 | Production overhead | Dr | BS9
4301 | 研发支出 | R&D expenditure | Dr | BS26
5001 | 主营业务收入 | Main operating revenue | Cr | PL1
500101 | 摄影服务收入 | Photography service | Cr | PL1
500102 | 二次销售收入 | Second-sale revenue | Cr | PL1
500103 | 影像产品收入 | Albums and frames | Cr | PL1
500104 | 化妆造型美发收入 | Make-up, styling, hair | Cr | PL1
500105 | 美容护理收入 | Beauty treatments | Cr | PL1
500106 | 商品零售收入 | Retail merchandise | Cr | PL1
500107 | 服装租赁收入 | Gown rental | Cr | PL1
500108 | 客房场地收入 | Room / venue | Cr | PL1
500109 | 餐饮收入 | Food and beverage | Cr | PL1
5051 | 其他业务收入 | Other operating revenue | Cr | PL1
505101 | 其他业务收入-材料及废料 | Scrap and material sales | Cr | PL1
505102 | 其他业务收入-手续费及取消费 | Service/cancellation fees (taxable) | Cr | PL1
5111 | 投资收益 | Investment income | Cr | PL20
5301 | 营业外收入 | Non-operating income | Cr | PL22
530101 | 政府补助 | Government grants | Cr | PL22
530102 | 减免增值税 | VAT exempted (small-scale) | Cr | PL22
530103 | 违约金及没收定金 | Forfeited deposits, liquidated damages | Cr | PL22
530104 | 盘盈及现金溢余 | Stocktake gains and cash over | Cr | PL22
530105 | 坏账收回 | Bad debts recovered | Cr | PL22
530106 | 沉没预收款 | Breakage / unpayable balances | Cr | PL22
5401 | 主营业务成本 | Main operating cost | Dr | PL2
540101 | 服务人工成本 | Service labour | Dr | PL2
540102 | 影像产品成本 | Album/frame cost | Dr | PL2
540103 | 服务耗材成本 | Service consumables | Dr | PL2
540104 | 零售商品成本 | Cost of merchandise sold | Dr | PL2
5402 | 其他业务成本 | Other operating cost | Dr | PL2
5403 | 税金及附加 | Taxes and surcharges | Dr | PL3
540303 | 城市维护建设税 | City maintenance tax | Dr | PL3
540309 | 印花税等 | Stamp tax etc. | Dr | PL3
540310 | 教育费附加 | Education surcharges | Dr | PL3
5601 | 销售费用 | Selling expenses | Dr | PL11
560101 | 销售人员薪酬 | Sales payroll | Dr | PL11
560102 | 销售提成 | Sales commission | Dr | PL11
560103 | 广告费和业务宣传费 | Advertising | Dr | PL11
560104 | 平台佣金 | Platform commission | Dr | PL11
560105 | 门店租金 | Shop rent | Dr | PL11
560106 | 水电费 | Utilities | Dr | PL11
560107 | 折旧费 | Depreciation | Dr | PL11
560108 | 采购运杂费 | Freight-in (retail policy) | Dr | PL11
560109 | 积分赠品费 | Points and gifts | Dr | PL11
560110 | 商品维修费 | After-sales repair | Dr | PL11
560111 | 装修摊销 | Fit-out amortisation | Dr | PL11
5602 | 管理费用 | Administrative expenses | Dr | PL14
560201 | 管理人员薪酬 | Admin payroll | Dr | PL14
560202 | 社会保险及公积金 | Social insurance and housing fund | Dr | PL14
560203 | 办公费 | Office | Dr | PL14
560204 | 差旅费 | Travel | Dr | PL14
560205 | 业务招待费 | Entertainment | Dr | PL14
560206 | 开办费 | Start-up cost | Dr | PL14
5603 | 财务费用 | Finance costs | Dr | PL18
560301 | 利息费用 | Interest (income negative) | Dr | PL18
560302 | 手续费 | Bank and payment fees | Dr | PL18
560303 | 汇兑损益 | Exchange differences | Dr | PL18
560304 | 现金折扣 | Cash discounts | Dr | PL18
5711 | 营业外支出 | Non-operating expenses | Dr | PL24
571101 | 坏账损失 | Bad-debt losses | Dr | PL24
571102 | 存货盘亏毁损报废 | Inventory shortage, damage, scrap | Dr | PL24
571103 | 现金短缺 | Cash short | Dr | PL24
571104 | 非流动资产处置净损失 | Loss on disposal of non-current assets | Dr | PL24
571105 | 赔偿及双倍返还定金 | Compensation, double deposit return | Dr | PL24
571106 | 税收滞纳金及罚款 | Tax surcharges and fines | Dr | PL24
571107 | 自然灾害损失 | Natural-disaster losses | Dr | PL24
5801 | 所得税费用 | Income tax expense | Dr | PL31
"""

CHART = tuple(
    ChartRow(*(part.strip() for part in row.split("|"))) for row in _CHART.strip().splitlines()
)
CODES = frozenset(row.code for row in CHART)
PARENTS = frozenset(code[:length] for code in CODES for length in (4, 6) if code[:length] != code)


def is_leaf(code: str) -> bool:
    """Only leaves are posted to."""
    return code not in PARENTS


def parent_of(code: str) -> str:
    """The next account above; empty for a first-level one."""
    above = (code[:length] for length in range(len(code) - 2, 3, -2))
    return next((found for found in above if found in CODES), "")


# What must be said of a line beside its account (spec §1.1). The branch is always said; the
# category of goods or services is the leaf itself. `place` is a drawer, a bank or merchant
# account, a store room; `party` a supplier, employee or platform; `item` an open item, a card,
# a batch, a deposit slip.
_DIMENSIONS = {
    "1001": ("place",),
    "1002": ("place",),
    "1012": ("place",),
    "112201": ("customer", "item"),
    "112202": ("folio", "item"),
    "112203": ("party", "item"),
    "112204": ("customer", "item"),
    "112301": ("party", "item"),
    "122101": ("party",),
    "1403": ("place",),
    "1405": ("place",),
    "1411": ("place",),
    "220201": ("party",),
    "220202": ("party", "item"),
    "220301": ("customer", "order"),
    "220302": ("item",),
    "220303": ("item",),
    "220304": ("folio",),
    "220305": ("item",),
    "224102": ("customer", "item"),
    "224103": ("party",),
    "4001": ("order",),
}


def dimensions_of(code: str) -> tuple[str, ...]:
    """What every line on this account has to say beside the amount."""
    for length in (len(code), 6, 4):
        if found := _DIMENSIONS.get(code[:length]):
            return found
    return ()
