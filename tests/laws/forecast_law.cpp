// Forecasts against closed forms: pathways of stages one after another, their lengths triangular, lognormal, PERT,
// about a median, shifted or a list of values. The true distribution of the end is the convolution of what is drawn
// from, worked out term by term; the stated interval of a quantile must hold the true one as often as it says. The same
// bytes on 1, 2 and 7 threads.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "forecast/replicate.h"
#include "law.h"

using namespace v2v;
using namespace v2v::laws;
using forecast::Distribution;
using forecast::Table;
using network::Tick;

namespace {

constexpr double ps[] = {0.1, 0.5, 0.9};

Distribution random_distribution(Random& random) {
  const auto a = static_cast<double>(random(0, 40)), b = a + static_cast<double>(random(5, 160));
  const double m = a + (b - a) * static_cast<double>(random(0, 100)) / 100;
  switch (random(0, 7)) {
    case 0:
      return Distribution::triangular(a, m, b);
    case 1:
      return Distribution::lognormal(0.5, 10 + a, 0.9, 12 + b);
    case 2:
      return Distribution::pert(a, m, b);
    case 3:
      return Distribution::about_median(a, m, b);
    case 4:
      return Distribution::shifted(static_cast<double>(random(1, 20)), Distribution::lognormal(0.1, 5, 0.5, 30));
    case 5:
      return Distribution::empirical({a, m, b, b + 7, b + 30});
    case 6:
      return Distribution::at_most(a + 40, Distribution::shifted(a, Distribution::lognormal(0.5, 8, 0.9, 30)));
    default:
      return Distribution::uniform(a, b);
  }
}

/// The chance of each whole number from `first` on.
struct Mass {
  Tick first = 0;
  std::vector<double> of{1};
};
Mass mass_of(const Distribution& d, const Table& table) {
  Mass m{table.least(), {}};
  double below = 0;
  for (Tick n = table.least(); n <= table.most(); ++n) {
    const double here = n == table.most() ? 1 : d.cdf(static_cast<double>(n) + 0.5);
    m.of.push_back(here - below);
    below = here;
  }
  return m;
}
Mass sum(const Mass& a, const Mass& b) {
  Mass s{a.first + b.first, std::vector<double>(a.of.size() + b.of.size() - 1, 0.0)};
  for (std::size_t i = 0; i < a.of.size(); ++i)
    for (std::size_t j = 0; j < b.of.size(); ++j) s.of[i + j] += a.of[i] * b.of[j];
  return s;
}
Tick quantile_of(const Mass& m, double p) {
  double below = 0;
  for (std::size_t k = 0; k < m.of.size(); ++k)
    if ((below += m.of[k]) >= p - 1e-12) return m.first + static_cast<Tick>(k);
  return m.first + static_cast<Tick>(m.of.size()) - 1;
}

}  // namespace

int main(int argc, char** argv) {
  Words words;
  words.cases = 300;
  words.seed = 1;
  long held = 0, asked = 0, cases = 0;
  const int code = run_law(
      argc, argv, "forecast_law", words,
      [&](Random& random, long number, const Words&) {
        network::Network net(0, network::days(4000));
        forecast::Pathway way;
        way.net = &net;
        Mass truth;
        auto before = net.event();
        net.not_before(before, 0);
        for (auto stages = random(1, 4); stages > 0; --stages) {
          const auto start = net.event(), end = net.event();
          const Distribution d = random_distribution(random);
          Table table(d);
          const auto tag = static_cast<network::Tag>(way.lengths.size());
          const Tick wait = random(0, 30);
          net.link(before, start, network::at_least(wait));
          net.link(start, end, network::exactly(table.draw(0.5)), tag);
          truth = sum(truth, mass_of(d, table));
          truth.first += wait;
          way.lengths.push_back({start, end, tag, std::move(table), {}, -1});
          way.told.push_back({start, random.chance(50) ? 0 : random(0, 50), {}});
          before = end;
        }
        const forecast::Seed seed{static_cast<std::uint32_t>(number), 7};
        way.rows = {{0, before}};
        const auto sample = forecast::replicate(way, nullptr, seed, 3, 1'000, 1);
        const auto& dates = sample.rows.at(0);
        if (number % 50 == 0)
          for (const int threads : {2, 7})
            demand(forecast::replicate(way, nullptr, seed, 3, 1'000, threads).rows.at(0).at == dates.at,
                   "threads: other numbers");
        demand(sample.broken == 0, "broken: a pathway without a greatest wait cannot be");
        // A date that was told is never given up for an earlier one, so a policy may be later than the truth of its
        // lengths.
        const bool told = std::any_of(way.told.begin(), way.told.end(), [](const auto& t) { return t.notice > 0; });
        const auto& values = told ? dates.foreseen : dates.at;
        for (const double p : ps) {
          const auto q = forecast::quantile(values, p);
          const Tick real = quantile_of(truth, p);
          demand(q.low <= q.value && q.value <= q.high, "interval: the value is not in it");
          held += q.low <= real && real <= q.high;
          ++asked;
        }
        for (std::size_t k = 0; k < dates.at.size(); ++k)
          demand(dates.at[k] >= dates.foreseen[k], "bound: a policy is better than what knows all");
        ++cases;
      },
      [&] {
        return fmt::format("{} of {} quantiles lie in their interval ({:.1f}%)", held, asked,
                           100.0 * static_cast<double>(held) / static_cast<double>(std::max(1L, asked)));
      });
  if (code != 0 || cases < 300) return code;
  // 95 of 100, as the interval says, less three times what chance makes of 3,000 questions; whole minutes make it
  // wider.
  const double share = static_cast<double>(held) / static_cast<double>(asked);
  if (share >= 0.95 - 3 * std::sqrt(0.95 * 0.05 / static_cast<double>(asked))) return 0;
  fmt::print("forecast_law: the interval holds the true quantile too seldom\n");
  return 1;
}
