"""The rule about pictures: each can be drawn, laid out and written on every draw."""

from __future__ import annotations

from dlquiz.check.report import Report
from dlquiz.errors import BankError
from dlquiz.pictures.kind import Picture
from dlquiz.problem import Problem

WIDTHS = (79, 39)  # columns of the usual and of a narrow screen
DRAWN, WRITTEN = 30, 3  # variants whose pictures are drawn, and those whose are written too


def check_pictures(report: Report, problem: Problem) -> None:
    """Draw every picture of the first variants; one that cannot be drawn is a fault."""
    if problem.seed >= DRAWN:
        return
    try:
        pictures = [problem.draw_picture(number) for number in range(len(problem.question.pictures))]
    except BankError as error:
        report.faults += error.faults
        return
    if problem.seed < WRITTEN:
        for picture in pictures:
            write_picture(picture)


def write_picture(picture: Picture) -> None:
    """Write a picture in every form that learners see."""
    from dlquiz.pictures.characters import render_lines
    from dlquiz.pictures.svg import COLUMNS, render_svg

    for width in WIDTHS:
        render_lines(picture.lay_out(width))
    render_svg(picture.lay_out(COLUMNS))
