"""Words with which people ask, greet and hurry: they say nothing about the matter."""

_RUSSIAN = """
    сколько какой какая какие какую каким где когда как почему зачем куда можно нужно надо есть хочу хотела хотел хотим
    хотели подскажите скажите пожалуйста здравствуйте привет добрый вообще уже еще ещё очень просто может могу можете
    мочь делать сделать бы ли что-то какой-то есть будет буду быть нет да ок
"""
_UKRAINIAN = """
    скільки який яка які яку яким де коли як чому навіщо куди чи можна треба потрібно є хочу хотіла хотів хочемо
    підкажіть скажіть прошу привіт вітаю добрий взагалі вже ще дуже просто може можу можете робити зробити буде буду
    бути ні так ок
"""
_ENGLISH = """
    how what when where why which who can could may might do does did is are was will would should want wanted need
    please hello hi hey u ur im i'm ive i've id dont don't isnt isn't cant can't get got many much long ok yes no whats
    what's wheres where's
"""
ASKING = frozenset(f"{_RUSSIAN} {_UKRAINIAN} {_ENGLISH}".split())
