"""English forms that no rule of endings brings together, and words that tell little."""

_FORMS = """
arise arose arisen; be am is are was were been being; bear bore borne; beat beaten; become became; begin began
begun; bend bent; bind bound; bite bit bitten; bleed bled; blow blew blown; break broke broken; bring brought;
build built; burn burnt; buy bought; catch caught; choose chose chosen; come came; creep crept; deal dealt; dig
dug; do does did done; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven; eat ate eaten; fall
fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew flown; forbid forbade forbidden;
forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; get got gotten; give gave given; go goes
went gone; grow grew grown; hang hung; have has had; hear heard; hide hid hidden; hold held; keep kept; know knew
known; lay laid; lead led; learn learnt; leave left; lend lent; light lit; lose lost; make made; mean meant; meet
met; mistake mistook mistaken; overcome overcame; oversleep overslept; pay paid; prove proven; rebuild rebuilt;
repay repaid; resend resent; rewrite rewrote rewritten; ride rode ridden; ring rang rung; rise rose risen; run ran;
say said; see saw seen; seek sought; sell sold; send sent; sew sewn; shake shook shaken; shine shone; shoot shot;
show shown; shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat; sleep slept; smell smelt; speak spoke
spoken; spell spelt; spend spent; spill spilt; spin spun; spoil spoilt; spring sprang sprung; stand stood; steal
stole stolen; stick stuck; sting stung; stink stank stunk; strike struck stricken; swear swore sworn; sweep swept;
swell swollen; swim swam swum; swing swung; take took taken; teach taught; tear tore torn; tell told; think
thought; throw threw thrown; understand understood; undo undid undone; wake woke woken; wear wore worn; weave wove
woven; weep wept; win won; wind wound; withdraw withdrew withdrawn; write wrote written; child children; foot feet;
goose geese; half halves; knife knives; leaf leaves; life lives; loaf loaves; man men; mouse mice; person people;
shelf shelves; thief thieves; tooth teeth; wife wives; wolf wolves; woman women; good better best; bad worse worst;
far further farther
"""

ENGLISH = {form: first for line in _FORMS.split(";") for first, *rest in [line.split()] for form in rest}

_LITTLE = """
a about after all also am an and any are as at be because been before being but by can cannot could did do does for
from had has have he her him his how i i'd i'll i'm i've if in into is isn't it it's its me my no not of off on one
or our out over please she should so some than that that's the their them then there these they this those to too
up us very was we were what what's when where which who whom whose why will with would yes you your don't doesn't
didn't can't won't
"""

LITTLE_ENGLISH = frozenset(_LITTLE.split())
