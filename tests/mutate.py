#!/usr/bin/env python3
"""Mutants of lib/network and lib/calendar: small faults put in one at a time, each of which some test must find.

usage: tests/mutate.py [--build BUILD] [--room network|calendar] [--share I/N] [--seed S] [--seconds T]
                       [--only FILE[:LINE]] [--jobs N] [--list]

All mutants are compiled at once, into copies of the sources in BUILD/mutants, and each is switched on by its number, so
that a mutant costs no compiler; the judges and the other rooms are those of BUILD, which must be up to date. A mutant is
killed when a judge fails, crashes or runs out of time. Prints those that survive, with their place; those of
mutants-equivalent.txt are argued to be no faults, and must survive. Exit code: 1 when fewer than 90 % are killed, when an
argued mutant is killed, or when an argument speaks of no mutant.
"""
import argparse
import concurrent.futures
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / 'tests' / 'mutation'))
import schemata  # noqa: E402

ROOMS = ('network', 'calendar')
# Cheapest first; what a room's judges are, each with its words. They run in the project's folder.
# Left out is what measures time: all mutants together are slower than the room itself.
JUDGES = {
    'network': [('network_law', '--cases 250'), ('controllable_law', '--cases 2000'), ('strategy_law', '--cases 1000'),
                ('network_large_law', '--cases 150'), ('network_ends_test', ''), ('network_edges_test', ''),
                ('network_turn_law', '--cases 3000'), ('network_law', '--cases 1500 --first 250'), ('network_test', '-tce=*millisecond'),
                ('corpus_law', ''), ('network_large_law', '--cases 800 --first 150'), ('plans_test', '')],
    'calendar': [('calendar_ends_test', ''), ('calendar_test', ''), ('calendar_edges_test', ''), ('plans_test', '')],
}
PROGRAMS = sorted({program for judges in JUDGES.values() for program, _ in judges})


def sources(room):
    folder = ROOT / 'lib' / room
    return sorted(folder.glob('*.cpp')) + [f for f in [folder / 'lookup.h'] if f.exists()]


def write(path, text):
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


class Build:
    """The two rooms with all mutants in them, linked to the judges and the other rooms of a finished build."""

    def __init__(self, build, jobs):
        self.build, self.folder, self.jobs = build, build / 'mutants', jobs
        self.commands = {}  # of the finished build: by what they make
        self.mutants, self.objects = [], []
        for program in PROGRAMS:
            listed = subprocess.run(['ninja', '-C', build, '-t', 'commands', f'tests/{program}'], capture_output=True,
                                    text=True)
            if listed.returncode or not (build / 'tests' / program).exists():
                sys.exit(f'mutate: {build} has no tests/{program}; build it first')
            for command in listed.stdout.splitlines():
                made = re.search(r' -o (\S+)', command)
                if made:
                    self.commands[made.group(1)] = command
        banned = set()  # file and line: not compiled
        for _ in range(8):
            self.write_sources(banned)
            bad = self.compile()
            if not bad:
                break
            print('not compiled:', ', '.join(f'{file}:{line}' for file, line in sorted(bad)))
            banned |= bad
        else:
            sys.exit('mutate: the mutated sources do not compile')
        self.leave_out_the_impossible()
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            list(pool.map(self.link, PROGRAMS))

    def write_sources(self, banned):
        self.mutants, number = [], 1
        for name in ('mutant.h', 'mutant.cpp'):
            write(self.folder / 'lib' / 'network' / name, (ROOT / 'tests' / 'mutation' / name).read_text())
        for room in ROOMS:
            for path in sources(room):
                name = str(path.relative_to(ROOT))
                text, found = schemata.mutate(name, path.read_text(), number, {line for file, line in banned if file == name})
                number += len(found)
                self.mutants += found
                write(self.folder / name, f'#include "network/mutant.h"\n#line 1 "{name}"\n{text}')

    def compile_one(self, name):
        """An object of a mutated source, by the command of the plain one."""
        room, target = pathlib.Path(name).parent.name, self.folder / (pathlib.Path(name).stem + '.' + name.split('/')[1] + '.o')
        like = f'CMakeFiles/v2v_{room}.dir/{name}.o'
        if like not in self.commands:  # mutant.cpp
            like = 'CMakeFiles/v2v_network.dir/lib/network/network.cpp.o'
        command = self.commands[like].replace(like, str(target))
        command = re.sub(r' -c \S+', f' -c {self.folder / name}', command)
        command = command.replace(' -O3', ' -O1').replace(f'-I{ROOT}/lib', f'-w -I{self.folder}/lib -I{ROOT}/lib')
        done = subprocess.run(command, shell=True, cwd=self.build, capture_output=True, text=True)
        return target, done.returncode, done.stderr

    def compile(self):
        names = [str(f.relative_to(ROOT)) for room in ROOMS for f in sources(room) if f.suffix == '.cpp']
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            done = list(pool.map(self.compile_one, [*names, 'lib/network/mutant.cpp']))
        self.objects = [target for target, _, _ in done]
        wrong = '\n'.join(said for _, code, said in done if code)
        bad = {(file, int(line)) for file, line in re.findall(
            r'^(lib/(?:network|calendar)/\w+\.\w+):(\d+):\d+:\s+(?:error|required)', wrong, re.M)}
        if wrong and not bad:
            sys.exit(wrong[-4000:])
        return bad

    def link(self, program):
        command = self.commands[f'tests/{program}'].replace(f' -o tests/{program} ', f' -o {self.folder / program} ')
        objects = ' '.join(map(str, self.objects))
        command = command.replace(' -o ', f' {objects} -o ', 1)
        subprocess.run(command, shell=True, cwd=self.build, check=True)

    def leave_out_the_impossible(self):
        """Mutants that the types do not allow; the compiler has left a mark of each."""
        marks = set()
        for path in self.objects:
            names = subprocess.run(['nm', '-C', path], capture_output=True, text=True, check=True).stdout
            marks |= {int(n) for n in re.findall(r'no_such_mutant<(\d+)>', names)}
        self.mutants = [m for m in self.mutants if m.number not in marks]


def run(build, program, words, number, limit):
    """None when the judge is content, else how it ended."""
    def limits():
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    environment = dict(os.environ, V2V_MUTANT=str(number), TZ='UTC')
    done = subprocess.run([build.folder / program, *words.split()], cwd=ROOT, env=environment,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limits)
    if done.returncode == 0:
        return None
    return f'{program}' + (' (time)' if done.returncode in (-24, -9) else ' (crash)' if done.returncode < 0 else '')


def baseline(build):
    """CPU seconds each judge may take: four times what it needs when nothing is mutated."""
    limits = {}
    for judge in {j for judges in JUDGES.values() for j in judges}:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ended = run(build, *judge, 0, 300)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if ended:
            sys.exit(f'mutate: {judge[0]} fails without any mutant')
        limits[judge] = 2 + int(4 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return limits


def judged(build, limits, mutant):
    for judge in JUDGES[mutant.file.split('/')[1]]:
        ended = run(build, *judge, mutant.number, limits[judge])
        if ended:
            return ended
    return None


def arguments():
    """(file, code, change) -> why; see the head of the list."""
    argued, entry = {}, {}
    for line in (ROOT / 'tests' / 'mutants-equivalent.txt').read_text().splitlines() + ['']:
        if line.startswith('#'):
            continue
        if line.strip():
            key, _, value = line.partition(': ')
            entry[key.strip()] = value.strip()
        elif entry:
            for change in entry['change'].split(' | '):
                argued[entry['file'], entry['code'], change] = entry['why']
            entry = {}
    return argued


def wanted(options, mutants):
    if options.room:
        mutants = [m for m in mutants if m.file.startswith(f'lib/{options.room}/')]
    if options.only:
        file, _, line = options.only.partition(':')
        mutants = [m for m in mutants if m.file.endswith(file) and (not line or m.line == int(line))]
    share, shares = map(int, options.share.split('/'))
    mutants = [m for m in mutants if m.number % shares == share - 1]
    if options.seed:
        random.Random(options.seed).shuffle(mutants)
    return mutants


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument('--build', default=ROOT / 'build', type=pathlib.Path)
    words.add_argument('--room', choices=ROOMS)
    words.add_argument('--share', default='1/1')
    words.add_argument('--seconds', default=0, type=float)
    words.add_argument('--seed', default=0, type=int, help='take them in another order')
    words.add_argument('--only', help='FILE or FILE:LINE')
    words.add_argument('--jobs', default=os.cpu_count(), type=int)
    words.add_argument('--list', action='store_true', help='print every mutant and how it ended')
    options = words.parse_args()
    begun = time.monotonic()
    build = Build(options.build.resolve(), options.jobs)
    limits, argued = baseline(build), arguments()
    mutants = wanted(options, build.mutants)
    killed, survived, equivalent, wrongly = 0, [], 0, []

    def judge(mutant):
        late = options.seconds and time.monotonic() - begun >= options.seconds
        return mutant, late, None if late else judged(build, limits, mutant)

    reached = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for done in concurrent.futures.as_completed([pool.submit(judge, mutant) for mutant in mutants]):
            mutant, late, ended = done.result()
            if late:
                continue
            reached += 1
            place = f'{mutant.file}:{mutant.line}:{mutant.column}: {mutant.change}'
            is_argued = (mutant.file, mutant.code, mutant.change) in argued
            if options.list:
                print(f'{place}: {ended or ("argued" if is_argued else "SURVIVED")}   | {mutant.code}', flush=True)
            if is_argued and ended:
                wrongly.append(f'{place}: argued as no fault, and killed by {ended}')
            elif is_argued:
                equivalent += 1
            elif ended:
                killed += 1
            else:
                survived.append((mutant.number, f'survived: {place}\n    {mutant.code}'))
    known = {(m.file, m.code, m.change) for m in build.mutants}
    wrongly += [f'{file}: argued, but no such mutant: {change} in `{code}`'
                for file, code, change in argued if (file, code, change) not in known]
    print('\n'.join([text for _, text in sorted(survived)] + wrongly))
    judged_ones = killed + len(survived)
    print(f'mutants: {reached} of {len(mutants)} run in {time.monotonic() - begun:.0f} s: {killed} killed, '
          f'{len(survived)} survived, {equivalent} argued to be no faults'
          + (f'; {100 * killed / judged_ones:.1f} % killed' if judged_ones else ''))
    if options.seconds:
        print(f'mutants: reached {reached} of {len(mutants)} mutants')
    return 1 if wrongly or (judged_ones and killed < 0.9 * judged_ones) else 0


if __name__ == '__main__':
    sys.exit(main())
