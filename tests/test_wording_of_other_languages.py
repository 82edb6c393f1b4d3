"""Which words of an alphabet two projects can have in common: not those that only join others."""

from enishi.graph.evidence_wording import content


def test_words_that_join_others_or_say_what_any_office_does_are_no_evidence() -> None:
    said = content("Ensure that the Otters of our river are counted, and Develop a NEW programme")
    assert said.words == ("Otters", "river", "counted")


def test_words_of_the_subject_stay_however_they_are_written() -> None:
    assert content("BRT と AI による見守り").words == ("BRT", "AI", "見守り")
