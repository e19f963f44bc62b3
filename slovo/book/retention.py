from slovo.book.models import Answer, Book, Entry, Withheld
from slovo.core.keeping import Kept, as_long_as, for_ever

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", Book),
    *for_ever("a book has no gaps: its numbers stay, without words once their customer is erased", Entry),
    *as_long_as(Entry, {Withheld: "entry", Answer: "entry"}),
)
