"""Puts all mutants of a C++ source into it, each switched on by its number (mutant.h)."""
from sites import (ARITHMETIC, CLOSES, DECLARATION, LOOSE, NO_EXPRESSION, OPENS, OPPOSITE, RELATIONS, Source, code_scopes,
                   in_lambda)

ON = 'v2v_mutation::on({})'


def relations_and_sums(s, i, word):
    if not s.spaced(i):
        return
    if word in RELATIONS:
        edge = s.mutant(i, f'`{word}` to `{RELATIONS[word]}`') if RELATIONS[word] else 0
        turned = s.mutant(i, f'`{word}` to `{OPPOSITE[word]}`')
        s.replace(i, f'{word} v2v_mutation::relation<{edge}, {turned}>{{}} {word}')
    elif word in ARITHMETIC:
        number = s.mutant(i, f'`{word}` to `{ARITHMETIC[word]}`')
        s.replace(i, f'{word} v2v_mutation::arithmetic<{number}>{{}} {word}')


def and_or(s, i, word):
    stops = LOOSE | ({'||'} if word == '&&' else set())
    first, last = s.back_to(i, stops), s.on_to(i, stops | {word})
    number = s.mutant(i, f'`{word}` to `{"||" if word == "&&" else "&&"}`')
    lazy = '[&] { return static_cast<bool>('
    s.wrap(first, last, f'v2v_mutation::{"both" if word == "&&" else "either"}<{number}>({lazy}', '); })', 1)
    s.replace(i, f'); }}, {lazy}')


def condition(s, first, last, i, name):
    if first <= last and not s.is_relation(first, last):
        number = s.mutant(i, f'{name} negated')
        s.wrap(first, last, '(static_cast<bool>(', f') != {ON.format(number)})', 2)


def conditions(s, i, word):
    if word == '?':
        condition(s, s.back_to(i, LOOSE), i - 1, i, 'condition of ?')
    if word == 'constexpr':
        # An `if` that chooses by a mutant is chosen as the program runs, and so are constants.
        s.replace(i, '' if s.word(i - 1) == 'if' else 'const')
    if word not in ('if', 'while', 'for'):
        return
    open_at = i + 1 if s.word(i + 1) == '(' else i + 2
    close, inner, depth_free = s.partner[open_at], open_at + 1, []
    k = inner
    while k < close:
        if s.word(k) in (';', '='):
            depth_free.append((s.word(k), k))
        k = s.partner[k] + 1 if s.word(k) in OPENS else k + 1
    semicolons = [k for mark, k in depth_free if mark == ';']
    if word == 'for':
        if len(semicolons) == 2:
            condition(s, semicolons[0] + 1, semicolons[1] - 1, i, 'condition of for')
        return
    first = semicolons[-1] + 1 if semicolons else inner
    if not any(mark == '=' and k >= first for mark, k in depth_free):
        condition(s, first, close - 1, i, f'condition of {word}')


def numbers(s, i, word):
    after, before = s.words[i][3], s.words[i][2]
    if s.text[after] == '>' or s.text[before - 1] == '<' or s.word(i - 2) == 'uint64_t':  # of a template, or too narrow
        return
    value = int(word.replace("'", ''))
    more, less = s.mutant(i, f'{word} to {value + 1}'), s.mutant(i, f'{word} to {value - 1}')
    s.replace(i, f'({ON.format(more)} ? {value + 1} : {ON.format(less)} ? {value - 1} : {word})')


def operand_after(s, i):
    """Last word of the operand of a prefix operator at word i."""
    k = i + 1
    while s.word(k) in ('*', '-', '!', '++', '--'):
        k += 1
    k = s.partner[k] if s.word(k) in OPENS else k
    while True:
        after = s.word(k + 1)
        if after in ('(', '['):
            k = s.partner[k + 1]
        elif after in ('.', '->', '::'):
            k += 2
        elif after == '<' and not s.spaced(k + 1) and s.text[s.words[k + 1][2] - 1] != ' ':
            k += 2
            while s.word(k) != '>':
                k += 1
        else:
            return k


def prefixes(s, i, word):
    operand = s.words[i + 1][2] == s.words[i][3] and not s.text[s.words[i][2] - 1].isalnum()
    postfix = s.word(i - 1) in (')', ']') or s.words[i - 1][0] == 'name' and s.words[i - 1][3] == s.words[i][2]
    if word in ('++', '--') and not postfix:
        number = s.mutant(i, f'`{word}` to `{"--" if word == "++" else "++"}`')
        s.replace(i, '')
        s.wrap(i + 1, operand_after(s, i), f'v2v_mutation::{"up" if word == "++" else "down"}<{number}>(', ')')
    control = s.word(i - 1) == '(' and s.word(i - 2) in ('if', 'while')
    if word == '!' and operand and not (control and operand_after(s, i) == s.partner[i - 1] - 1):
        number = s.mutant(i, '`!` left out')
        s.wrap(i, operand_after(s, i), '(', f' != {ON.format(number)})')
    if word == '-' and operand and not s.spaced(i) and s.word(i - 1) not in CLOSES and s.words[i + 1][0] == 'name':
        number = s.mutant(i, '`-` left out')
        s.replace(i, f'({ON.format(number)} ? 1 : -1) * ')


def calls(s, i, word):
    if word in ('min', 'max') and s.word(i - 1) == '::' and s.word(i - 2) == 'std':
        other = 'max' if word == 'min' else 'min'
        name = 'least' if word == 'min' else 'greatest'
        number = s.mutant(i, f'{word} to {other}')
        s.replace(i - 2, 'v2v_mutation')
        if s.word(i + 1) == '<':
            s.replace(i, name + '_as')
            s.replace(i + 1, f'<{number}, ')
        else:
            s.replace(i, f'{name}<{number}>')
    if word in ('true', 'false') and s.text[s.words[i][2] - 1] != '<':
        number = s.mutant(i, f'{word} to {"false" if word == "true" else "true"}')
        s.replace(i, f'({word} != {ON.format(number)})')
    if word in ('+=', '-='):
        last = s.on_to(i, {';', ','})
        number = s.mutant(i, f'`{word}` to `{"-=" if word == "+=" else "+="}`')
        s.wrap(i + 1, last, f'v2v_mutation::negated<{number}>(', ')', 3)


def statement_end(s, i):
    while i < len(s.words) and s.word(i) != ';':
        i = s.partner[i] + 1 if s.word(i) in OPENS else i + 1
    return i


def statements(s, i, word, lambdas):
    before = s.word(i - 1)
    control = before == ')' and s.word(s.partner[i - 1] - 1) in ('if', 'for', 'while') or (
        before == ')' and s.word(s.partner[i - 1] - 1) == 'constexpr')
    if before not in (';', '{', '}', 'else', 'do', ':') and not control:
        return
    if before == ':' and s.word(i - 2) not in ('default',) and s.word(i - 3) != '::' and s.word(i - 3) != 'case':
        return
    if word == 'return' and s.word(i + 1) != ';':
        end = statement_end(s, i)
        plain = end == i + 2 and (s.words[i + 1][0] == 'number' or s.word(i + 1) in ('true', 'false', 'nullptr'))
        if plain or s.word(i + 1) == '{' or s.word(end - 1) == 'nullopt' or s.word(i + 1) in ('throw',):
            return
        if end == i + 3 and s.word(i + 1) == '-' or s.slice(i + 1, end - 1) == '*this':
            return
        if not s.is_relation(i + 1, end - 1):
            more = s.mutant(i, 'returns one more, or the opposite')
            s.wrap(i + 1, end - 1, f'v2v_mutation::more<{more}>(', ')', 3)
        if not in_lambda(s, i, lambdas) and s.word(i + 1) != '[':
            empty = s.mutant(i, 'returns {}')
            s.wrap(i, end, f'{{ if ({ON.format(empty)}) return {{}}; ', ' }', 4)
        return
    if word in NO_EXPRESSION or word in ('[', '{', '}', ';'):
        return
    end = statement_end(s, i)
    if DECLARATION.match(s.slice(i, end)) and word not in ('delete', 'break', 'continue'):
        return
    number = s.mutant(i, 'statement left out')
    s.wrap(i, end, f'{{ if (!{ON.format(number)}) ', ' }', 4)


def mutate(file, text, first_number, without=()):
    """The source with all its mutants, and the list of them. `without`: lines that are left as they are."""
    s = Source(file, text, first_number)
    scope, direct, lambdas, values = code_scopes(s)
    for i, (kind, word, _, _) in enumerate(s.words):
        if i in s.quiet or kind == 'text' or s.line(i) in without:
            continue
        if word == 'constexpr':
            conditions(s, i, word)
        if kind == 'number':
            numbers(s, i, word)
        if not scope[i]:
            continue
        if word in RELATIONS or word in ARITHMETIC:
            relations_and_sums(s, i, word)
        if word in ('&&', '||') and s.spaced(i):
            and_or(s, i, word)
        if word in ('if', 'while', 'for', '?'):
            conditions(s, i, word)
        prefixes(s, i, word)
        calls(s, i, word)
        if direct[i] and word not in CLOSES and i - 1 not in values:
            statements(s, i, word, lambdas)
    return s.written(), s.mutants
