"""Finds the places of a C++ source where it can be mutated, and writes the source with all mutants in it.

The source is read as words (no grammar): it must be formatted by clang-format, which sets binary operators apart by
spaces and template brackets not. Every mutant keeps its line, so that the compiler's messages name it.
"""
import bisect
import dataclasses
import re

WORD = re.compile(r'''
    (?P<skip>\s+|//[^\n]*|/\*.*?\*/|^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*)
  | (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<number>\d[\w'.]*)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<mark>->|::|<<=|>>=|<=>|<<|<=|>=|==|!=|&&|\|\||\+\+|--|\+=|-=|\*=|/=|%=|\|=|&=|.)
''', re.X | re.S | re.M)
OPENS, CLOSES = ('(', '[', '{'), (')', ']', '}')
NO_EXPRESSION = {'return', 'const', 'static', 'constexpr', 'auto', 'using', 'struct', 'class', 'enum', 'namespace', 'if',
                 'for', 'while', 'do', 'switch', 'case', 'default', 'else', 'template', 'public', 'private', 'typedef',
                 'assert', 'try', 'catch', 'throw', 'goto', 'friend'}
RELATIONS = {'<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '', '!=': ''}
OPPOSITE = {'<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '=='}
ARITHMETIC = {'+': '-', '-': '+', '*': '/', '/': '*', '%': '*'}
DECLARATION = re.compile(r'[A-Za-z_][\w:]*(<[^;=]*>)?(\s*[*&])*\s+(const\s+)?\w+')


@dataclasses.dataclass
class Mutant:
    number: int
    file: str
    line: int
    column: int
    code: str     # the line, without the spaces around it
    change: str   # "`<` to `<=`"; a second one of the same line has " #2"


class Source:
    """One file, and the edits that put its mutants in."""

    def __init__(self, file, text, first_number):
        self.file, self.text, self.next = file, text, first_number
        self.lines = [0] + [m.end() for m in re.finditer('\n', text)]
        self.words = [(m.lastgroup, m.group(), m.start(), m.end()) for m in WORD.finditer(text) if m.lastgroup != 'skip']
        self.mutants, self.edits = [], []  # edits: (at, order, to, text)
        self.partner = self._partners()
        self.quiet = self._quiet()

    def _partners(self):
        partner, open_at = {}, []
        for i, (_, word, _, _) in enumerate(self.words):
            if word in OPENS:
                open_at.append(i)
            elif word in CLOSES:
                partner[i] = open_at.pop()
                partner[partner[i]] = i
        return partner

    def _quiet(self):
        """Words inside assertions and template headers."""
        quiet = set()
        for i, (_, word, _, _) in enumerate(self.words):
            if word in ('assert', 'static_assert') and self.word(i + 1) == '(':
                quiet.update(range(i, self.partner[i + 1] + 1))
            if word == 'template' and self.word(i + 1) == '<':
                while self.word(i) != '>':
                    quiet.add(i)
                    i += 1
        return quiet

    def word(self, i):
        return self.words[i][1] if 0 <= i < len(self.words) else ''

    def slice(self, first, last):
        return self.text[self.words[first][2]:self.words[last][3]]

    def line(self, i):
        return bisect.bisect_right(self.lines, self.words[i][2])

    def mutant(self, i, change):
        at, line = self.words[i][2], self.line(i)
        code = self.text[self.lines[line - 1]:].split('\n', 1)[0].strip()
        same = sum(1 for m in self.mutants if m.line == line and m.change.split(' #')[0] == change)
        if same:
            change += f' #{same + 1}'
        self.mutants.append(Mutant(self.next, self.file, line, at - self.lines[line - 1] + 1, code, change))
        self.next += 1
        return self.next - 1

    def replace(self, i, text):
        _, _, at, to = self.words[i]
        self.edits.append((at, (1, 0, 0), to, text))

    def wrap(self, first, last, before, after, level=0):
        """Of two wraps that begin or end together the longer is the outer one; of equal ones that of the higher level."""
        begin, end = self.words[first][2], self.words[last][3]
        self.edits.append((begin, (0, begin - end, -level), begin, before))
        self.edits.append((end, (-1, end - begin, level), end, after))

    def is_relation(self, first, last):
        """Is it one comparison, of which the opposite is a mutant already?"""
        marks, k = [], first
        while k <= last:
            marks.append(self.word(k))
            k = self.partner[k] + 1 if self.word(k) in OPENS else k + 1
        return not {'&&', '||', '?'} & set(marks) and bool(set(RELATIONS) & set(marks))

    def spaced(self, i):
        _, _, at, to = self.words[i]
        return self.text[at - 1] in ' \n' and self.text[to] in ' \n'

    def back_to(self, i, stops):
        """First word of the expression that ends before word i."""
        i -= 1
        while i >= 0 and self.word(i) not in stops and self.word(i) not in OPENS:
            i = self.partner[i] - 1 if self.word(i) in CLOSES else i - 1
        return i + 1

    def on_to(self, i, stops):
        """Last word of the expression that begins behind word i."""
        i += 1
        while i < len(self.words) and self.word(i) not in stops and self.word(i) not in CLOSES:
            i = self.partner[i] + 1 if self.word(i) in OPENS else i + 1
        return i - 1

    def written(self):
        out, at = [], 0
        for begin, _, to, text in sorted(self.edits, key=lambda e: (e[0], e[1])):
            out += [self.text[at:begin], text]
            at = to
        return ''.join(out) + self.text[at:]


# What ends an operand of `&&` (and, but for `||`, of `||`) and the condition of `?`.
LOOSE = {',', ';', '?', ':', '=', '+=', '-=', '*=', '|=', '&=', 'return', '{', '}'}


def code_scopes(source):
    """For each word: does it stand in a body of statements, and is it itself in no bracket there? And the braces that
    are bodies of lambdas, and those of values."""
    kinds, stack, brackets, scope, direct, lambdas = {}, [], [], [], [], set()
    for i, (_, word, _, _) in enumerate(source.words):
        if word == '{':
            before, kind = source.word(i - 1), 'value'
            start = i
            while start > 0 and source.word(start - 1) not in (';', '{', '}'):
                start = source.partner[start - 1] if source.word(start - 1) in CLOSES else start - 1
            head = {source.word(k) for k in range(start, i)}
            if head & {'namespace', 'struct', 'class', 'enum'} and not head & {'(', '='}:
                kind = 'scope'
            elif before in (')', ']', 'const', 'noexcept', 'else', 'do', 'override'):
                kind = 'code'
            elif before == '}' and kinds[source.partner[i - 1]] == 'value' and not (stack and kinds[stack[-1]] == 'value'):
                kind = 'code'  # of a constructor, behind its members
            elif before in (';', '{', '}') and stack and kinds[stack[-1]] == 'code':
                kind = 'code'
            elif '->' in head and before not in ('=', '(', ',', 'return'):
                k = i - 1
                while k > start and source.word(k) not in ('->', ')'):
                    k -= 1
                kind = 'code' if source.word(k) == '->' and source.word(k - 1) == ')' else 'value'
            closing = i - 1
            if kind == 'code' and (before == ']' or (before == ')' and source.word(source.partner[closing] - 1) == ']')):
                lambdas.add(i)
            kinds[i] = kind
            stack.append(i)
        if word in CLOSES:
            brackets.pop()
        scope.append(kinds[stack[-1]] == 'code' if stack else False)
        direct.append(scope[-1] and brackets[-1] == '{')
        if word in OPENS:
            brackets.append(word)
        if word == '}':
            stack.pop()
    values = {k for i, kind in kinds.items() if kind == 'value' for k in (i, source.partner[i])}
    return scope, direct, lambdas, values


def in_lambda(source, i, kinds_of_lambda):
    """Is the nearest body around word i that of a lambda without a type?"""
    depth, k = 0, i
    while k > 0:
        k -= 1
        if source.word(k) == '}':
            k = source.partner[k]
        elif source.word(k) == '{':
            if k in kinds_of_lambda:
                return True
            before = source.word(k - 1)
            control = before == ')' and source.word(source.partner[k - 1] - 1) in ('if', 'for', 'while', 'switch')
            if not control and before not in ('else', 'do', ';', '{', '}'):
                return False
    return False
