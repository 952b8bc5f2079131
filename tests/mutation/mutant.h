// mutation: what a mutated source is written with. Each mutant has a number; the one that V2V_MUTANT names is switched
// on, all others do what the source says. `a < b` becomes `a < relation<7, 8>{} < b`, and so on: see sites.py.
#pragma once
#include <algorithm>
#include <concepts>
#include <type_traits>
#include <utility>

extern int v2v_mutant;  // 0: the program as it is written

namespace v2v_mutation {

inline bool on(int id) {
  return v2v_mutant == id;
}

/// Its symbol in an object says that the types there do not allow the mutation: no mutant.
template <int id>
[[gnu::noinline, gnu::used]] void no_such_mutant() {
  asm volatile("");
}

template <class A, class Op>
struct Half {
  A&& a;
};

// Relations: `edge` moves the boundary (< to <=), `turned` says the opposite (< to >=).
template <int edge, int turned>
struct relation {};
#define V2V_RELATION(op, edged, opposite)                                                             \
  template <class A, int edge, int turned>                                                            \
  Half<A, relation<edge, turned>> operator op(A&& a, relation<edge, turned>) {                        \
    return {std::forward<A>(a)};                                                                      \
  }                                                                                                   \
  template <class A, int edge, int turned, class B>                                                   \
  bool operator op(Half<A, relation<edge, turned>> half, B&& b) {                                     \
    const bool holds = half.a op b;                                                                   \
    if (on(turned)) return !holds;                                                                    \
    if constexpr (edge > 0 && requires { half.a edged b; }) return on(edge) ? half.a edged b : holds; \
    if constexpr (edge > 0 && !requires { half.a edged b; }) no_such_mutant<edge>();                  \
    return holds;                                                                                     \
  }
V2V_RELATION(<, <=, >=)
V2V_RELATION(<=, <, >)
V2V_RELATION(>, >=, <=)
V2V_RELATION(>=, >, <)
V2V_RELATION(==, !=, !=)
V2V_RELATION(!=, ==, ==)
#undef V2V_RELATION

template <int id>
struct arithmetic {};
#define V2V_ARITHMETIC(op, other)                              \
  template <class A, int id>                                   \
  Half<A, arithmetic<id>> operator op(A&& a, arithmetic<id>) { \
    return {std::forward<A>(a)};                               \
  }                                                            \
  template <class A, int id, class B>                          \
  auto operator op(Half<A, arithmetic<id>> half, B&& b) {      \
    auto value = half.a op b;                                  \
    if constexpr (requires { value = half.a other b; }) {      \
      if (on(id)) value = half.a other b;                      \
    } else {                                                   \
      no_such_mutant<id>();                                    \
    }                                                          \
    return value;                                              \
  }
V2V_ARITHMETIC(+, -)
V2V_ARITHMETIC(-, +)
V2V_ARITHMETIC(*, /)
V2V_ARITHMETIC(/, *)
V2V_ARITHMETIC(%, *)
#undef V2V_ARITHMETIC

/// `x += y` to `x -= y`.
template <int id, class T>
auto negated(T&& y) {
  if constexpr (std::is_arithmetic_v<std::remove_cvref_t<T>> && !std::is_same_v<std::remove_cvref_t<T>, char>) {
    return on(id) ? static_cast<std::remove_cvref_t<T>>(-y) : y;
  } else {
    no_such_mutant<id>();
    return std::forward<T>(y);
  }
}

template <int id, class A, class B>
bool both(A a, B b) {
  return on(id) ? a() || b() : a() && b();
}
template <int id, class A, class B>
bool either(A a, B b) {
  return on(id) ? a() && b() : a() || b();
}

template <int id, class T, class U>
auto least(const T& a, const U& b) {
  return on(id) ? std::max(a, b) : std::min(a, b);
}
template <int id, class T, class U>
auto greatest(const T& a, const U& b) {
  return on(id) ? std::min(a, b) : std::max(a, b);
}
template <int id, class As>
auto least_as(As a, As b) {
  return on(id) ? std::max(a, b) : std::min(a, b);
}
template <int id, class As>
auto greatest_as(As a, As b) {
  return on(id) ? std::min(a, b) : std::max(a, b);
}

template <int id, class T>
decltype(auto) up(T&& x) {
  return on(id) ? --x : ++x;
}
template <int id, class T>
decltype(auto) down(T&& x) {
  return on(id) ? ++x : --x;
}

/// What is returned, one more; a truth turned.
template <int id, class T>
requires std::integral<std::remove_cvref_t<T>> std::remove_cvref_t<T> more(T&& x) {
  if constexpr (std::is_same_v<std::remove_cvref_t<T>, bool>)
    return on(id) ? !x : x;
  else
    return on(id) ? x + 1 : x;
}
template <int id, class T>
requires(!std::integral<std::remove_cvref_t<T>>) T more(T&& x) {
  no_such_mutant<id>();
  return std::forward<T>(x);
}

}  // namespace v2v_mutation
