from slovo.channels.models import ImapPosition, Inbound, Mailbox, Outbound, OutboundFile
from slovo.channels.proof_models import ProofRule
from slovo.core.keeping import Kept, as_long_as, for_ever

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", Mailbox, ProofRule),
    *for_ever("that it came, so that nothing is taken in twice; the bytes go with their customer or visitor", Inbound),
    *for_ever("that it left, and how it fared; the words go with their customer", Outbound),
    *as_long_as(Mailbox, {ImapPosition: "mailbox"}),
    *as_long_as(Outbound, {OutboundFile: "outbound"}),
)
