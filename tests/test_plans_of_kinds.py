"""Plans of several kinds as text, each in the way its kind is written. All of them are invented."""

from pathlib import Path

from .readings import projects_of
from .test_label_lines import read


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plan_of_equality_with_offices_on_lines_of_their_own(tmp_path: Path) -> None:
    reading = read(
        written(
            tmp_path,
            "青葉市男女共同参画基本計画\n\n基本目標Ⅰ　人権が尊重される社会\n\n主要課題1　意識づくり\n\n"
            "施策の方向（1）　広報・啓発の推進\n\n番号\t具体的施策\t施策の内容\t担当課\n"
            "1\t広報紙による啓発\t意識の啓発を行います。\t人権推進課\n秘書広報課\n"
            "2\t講座の開催\t講座を開催します。\t人権推進課\n生涯学習課\n\n"
            "基本目標Ⅱ　あらゆる分野への参画\n\n主要課題2　方針決定への参画\n\n"
            "施策の方向（1）　女性の登用\n\n番号\t具体的施策\t施策の内容\t担当課\n"
            "3\t女性委員の登用\t女性委員の割合を40％以上とします。\t総務課\n",
        )
    )
    first = ("人権が尊重される社会", "意識づくり", "広報・啓発の推進")
    assert projects_of(reading) == [
        ("広報紙による啓発", first, ("人権推進課", "秘書広報課")),
        ("講座の開催", first, ("人権推進課", "生涯学習課")),
        ("女性委員の登用", ("あらゆる分野への参画", "方針決定への参画", "女性の登用"), ("総務課",)),
    ]
    assert not [entry for entry in reading.ledger if entry.state == "unresolved"]


def test_a_plan_of_the_environment_with_goals_of_its_own_word(tmp_path: Path) -> None:
    reading = read(
        written(
            tmp_path,
            "青葉市環境基本計画\n第４章　施策の展開\n環境目標１　自然と共生するまち\n"
            "施策１－１　生物多様性の保全\n●生きもの調査【環境保全課】\n　調査を行い、公表します。\n"
            "環境目標２　資源を大切にするまち\n施策２－１　ごみの減量\n"
            "●生ごみの堆肥化【ごみ減量推進課】\n　処理容器の購入費を補助します。\n"
            "【市民・事業者に期待する取組】\n●マイバッグを持参しましょう。\n",
        )
    )
    assert projects_of(reading) == [
        ("生きもの調査", ("自然と共生するまち", "生物多様性の保全"), ("環境保全課",)),
        ("生ごみの堆肥化", ("資源を大切にするまち", "ごみの減量"), ("ごみ減量推進課",)),
    ]
    states = {reading.source.quote(e.span): e.state for e in reading.ledger}
    assert states["●マイバッグを持参しましょう。"] == "ignored"


def test_an_outline_of_a_budget_with_sums_behind_the_names(tmp_path: Path) -> None:
    reading = read(
        written(
            tmp_path,
            "令和７年度　主要事業の概要\n\nⅠ　子育て・教育\n\n"
            "（新規）給食費無償化事業　　　　１２０，０００千円〔学校教育課〕\n　給食費を無償とする。\n"
            "（拡充）医療費助成事業　　　　　　８５，０００千円〔子育て支援課〕\n　対象を広げる。\n\n"
            "Ⅱ　産業・観光\n\n（継続）商店街活性化事業　　　　　６，５００千円〔商工課〕\n　出店を助ける。\n",
        )
    )
    assert projects_of(reading) == [
        ("給食費無償化事業", ("子育て・教育",), ("学校教育課",)),
        ("医療費助成事業", ("子育て・教育",), ("子育て支援課",)),
        ("商店街活性化事業", ("産業・観光",), ("商工課",)),
    ]


def test_a_plan_of_reform_with_labels_before_tabs(tmp_path: Path) -> None:
    reading = read(
        written(
            tmp_path,
            "青葉市行政改革実施計画\n\n1 事務事業の見直し\n取組項目\t1-1 窓口業務の委託\n担当課\t市民課\n"
            "取組内容\t窓口業務の一部を委託する。\n取組項目\t1-2 補助金の見直し\n担当課\t財政課\n"
            "取組内容\t基準を定める。\n2 職員の育成\n取組項目\t2-1 研修の充実\n担当課\t人事課\n"
            "取組内容\t研修を行う。\n",
        )
    )
    assert projects_of(reading) == [
        ("窓口業務の委託", ("事務事業の見直し",), ("市民課",)),
        ("補助金の見直し", ("事務事業の見直し",), ("財政課",)),
        ("研修の充実", ("職員の育成",), ("人事課",)),
    ]


def test_a_plan_of_welfare_with_a_table_of_one_row(tmp_path: Path) -> None:
    head = "取組名　　　　　　　　内容　　　　　　　　　　　　　　　担当\n"
    reading = read(
        written(
            tmp_path,
            "青葉町地域福祉計画\n\n基本目標１　支え合いの地域づくり\n\n１－１　見守り体制の充実\n\n"
            f"町民の取組\n・声をかけ合いましょう。\n\n町の取組\n{head}"
            "見守りネットワーク　　協力事業者と見守りを行います。　　福祉課\n"
            "緊急通報装置の貸与　　ひとり暮らしの方に貸与します。　　高齢介護課\n\n"
            f"１－２　災害時の支え合い\n\n町の取組\n{head}"
            "要支援者の名簿づくり　名簿を整え、地域に提供します。　　福祉課、防災課\n",
        )
    )
    goal = "支え合いの地域づくり"
    assert projects_of(reading) == [
        ("見守りネットワーク", (goal, "見守り体制の充実"), ("福祉課",)),
        ("緊急通報装置の貸与", (goal, "見守り体制の充実"), ("高齢介護課",)),
        ("要支援者の名簿づくり", (goal, "災害時の支え合い"), ("福祉課", "防災課")),
    ]
