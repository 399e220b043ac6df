"""What a table or a sentence shows, and the passages behind each number of it."""

from topoi.report.evidence.citing import Cited


def plain(sentence):
    return "".join(piece.text for piece in sentence.pieces)


def shown(table):
    """Return the texts of the cells, row by row."""
    return [[cell.text for cell in row] for row in table.rows]


def behind(cell):
    """Return document and start of each passage that a number counts, None where none is named."""
    return cell.of and [(doc, start) for doc, start, _, _ in cell.of.loci]


def numbers(sentence):
    """Return text, how, and passages of each number of a sentence."""
    found = [piece for piece in sentence.pieces if isinstance(piece, Cited)]
    return [(piece.text, piece.how, behind(piece)) for piece in found]


def made(table):
    """Return head -> how the numbers of that column of the first row were made, and from where."""
    cells = zip(table.columns, table.rows[0], strict=True)
    return {head: (cell.how, cell.source) for head, cell in cells if isinstance(cell, Cited)}


def decimals(table):
    """Return head -> how many decimals the numbers of that column have in the first row."""
    cells = zip(table.columns, table.rows[0], strict=True)
    numbers_of = {head: cell.text for head, cell in cells if isinstance(cell, Cited)}
    return {head: len(text.rstrip("%").partition(".")[2]) for head, text in numbers_of.items()}
