from slovo.assistant.flow_models import Flow, FlowTurn, FlowVersion
from slovo.assistant.models import AssistantRule, Turn
from slovo.assistant.voice_models import Voice, VoiceCall
from slovo.conversations.models import Message
from slovo.core.keeping import Kept, as_long_as, for_ever

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", AssistantRule, Flow, Voice),
    *for_ever("what was said is read in the version of then", FlowVersion),
    *as_long_as(Message, {Turn: "heard", VoiceCall: "heard"}),
    *as_long_as(Turn, {FlowTurn: "turn"}),
)
