using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Counting;

namespace TransitHub.Benchmarks.Counts;

/// <summary>
/// `count-gaps`: a tenth of the known hours of a street is hidden, alone or in stretches, and told from the rest. Scored are how often the
/// interval that should hold 80 % does, its width, and the mean error beside the mean of the hour of the week and last week's same hour.
/// </summary>
internal static class CountGapsCommand
{
    private const double LeastUptime = 0.05;
    private const int Day = 24;
    private const int LearningHours = 31 * Day;

    public static Command Create()
    {
        Option<FileInfo> counts = new("--counts") { Required = true, Description = "Telraam's hourly CSV." };
        Option<int> seeds = new("--seeds") { DefaultValueFactory = _ => 5 };
        Option<double> share = new("--share") { DefaultValueFactory = _ => 0.1, Description = "Share of the known hours that is hidden." };
        Option<bool> live = new("--live") { Description = "As the hub does it: what is usual was learned by then, and each day is filled two hours after its end from the last 28 hours." };
        Command command = new("count-gaps", "Measures how well gaps in hourly counts are filled.") { counts, seeds, share, live };
        command.SetAction(parsed =>
        {
            Run(parsed.GetValue(counts)!.FullName, parsed.GetValue(seeds), parsed.GetValue(share), parsed.GetValue(live));
            return 0;
        });
        return command;
    }

    private static void Run(string path, int seeds, double share, bool isLive)
    {
        Console.WriteLine("| class | hidden hours in a row | hours scored | held by 80 % interval | mean width / count | MAE | hour of week | week before |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        Score all = new();
        foreach (string name in TelraamFile.Classes)
        {
            CountedHour[] hours = TelraamFile.Read(path, name);
            foreach (int stretch in (int[])[1, 6, 24, 72])
            {
                Score score = new();
                for (int seed = 1; seed <= seeds; seed++)
                {
                    HashSet<int> hidden = Hide(hours, stretch, share, new Random(seed));
                    if (isLive)
                    {
                        OneLive(name, hours, hidden, score, all);
                    }
                    else
                    {
                        One(hours, hidden, score, all);
                    }
                }

                Console.WriteLine($"| {name} | {stretch} | {score.Row()} |");
            }
        }

        Console.WriteLine($"| all | | {all.Row()} |");
    }

    private static HashSet<int> Hide(CountedHour[] hours, int stretch, double share, Random random)
    {
        int known = hours.Count(h => h.Uptime > LeastUptime);
        HashSet<int> hidden = [];
        while (hidden.Count(i => hours[i].Uptime > LeastUptime) < share * known)
        {
            int first = random.Next(hours.Length);
            hidden.UnionWith(Enumerable.Range(first, Math.Min(stretch, hours.Length - first)));
        }

        return hidden;
    }

    private static void One(CountedHour[] hours, HashSet<int> hidden, Score score, Score all)
    {
        CountedHour[] rest = [.. hours.Select((h, i) => hidden.Contains(i) ? h with { Count = 0, Uptime = 0 } : h)];
        GapFiller filler = new(rest);
        foreach (int index in hidden.Order())
        {
            CountedHour truth = hours[index];
            if (truth.Uptime > LeastUptime && filler.Forecast(index, truth.Uptime) is { } forecast)
            {
                double usual = truth.Uptime * Mean(rest.Where(h => h.HourOfWeek == truth.HourOfWeek));
                double before = index >= 168 && rest[index - 168].Uptime > LeastUptime ? truth.Uptime * rest[index - 168].Count / rest[index - 168].Uptime : double.NaN;
                score.Add(truth.Count, forecast, usual, before);
                all.Add(truth.Count, forecast, usual, before);
            }
        }
    }

    /// <summary>As the hub does: what is usual was learned by then, and each day is filled two hours after its end from the hours that the account still has.</summary>
    private static void OneLive(string name, CountedHour[] hours, HashSet<int> hidden, Score score, Score all)
    {
        CountBook book = new();
        for (int hour = 0; hour < hours.Length; hour++)
        {
            CountedHour counted = hours[hour];
            StreetCamera.Take(book, name, hour, hidden.Contains(hour) ? counted with { Uptime = 0 } : counted);
            StreetCamera.Pass(book, hour);
            if (hour < LearningHours || hour % Day != 1)
            {
                continue;
            }

            int first = hour - Day - 1;
            foreach ((_, _, GapFiller filler) in book.Filler.FillersOf(StreetCamera.Id, StreetCamera.StartOf(first), Day, static (_, bins) => bins.Sum(b => b.Count)))
            {
                foreach (int index in hidden.Where(i => i >= first && i < first + Day && hours[i].Uptime > LeastUptime))
                {
                    if (filler.Forecast(FlowFiller.HoursBefore + index - first, hours[index].Uptime) is { } forecast)
                    {
                        score.Add(hours[index].Count, forecast, double.NaN, double.NaN);
                        all.Add(hours[index].Count, forecast, double.NaN, double.NaN);
                    }
                }
            }
        }
    }

    private static double Mean(IEnumerable<CountedHour> hours)
    {
        (double count, double uptime) = (0, 0);
        foreach (CountedHour hour in hours)
        {
            (count, uptime) = (count + hour.Count, uptime + hour.Uptime);
        }

        return uptime > 0 ? count / uptime : double.NaN;
    }

    private sealed class Score
    {
        private readonly List<double> errors = [];
        private readonly List<double> usualErrors = [];
        private readonly List<double> weekErrors = [];
        private double held;
        private double width;
        private double counted;

        public void Add(double truth, NegativeBinomial forecast, double usual, double before)
        {
            (long low, long high) = (forecast.Quantile(0.1), forecast.Quantile(0.9));

            this.held += truth >= low && truth <= high ? 1 : 0;
            this.width += high - low;
            this.counted += truth;
            this.errors.Add(Math.Abs(truth - forecast.Mean));
            Keep(this.usualErrors, Math.Abs(truth - usual));
            Keep(this.weekErrors, Math.Abs(truth - before));
        }

        public string Row() => string.Create(
            CultureInfo.InvariantCulture,
            $"{this.errors.Count:N0} | {this.held / this.errors.Count:P1} | {this.width / this.counted:F2} | {this.errors.Average():F2} | {Text(this.usualErrors)} | {Text(this.weekErrors)}");

        private static string Text(List<double> errors) => errors.Count == 0 ? "–" : errors.Average().ToString("F2", CultureInfo.InvariantCulture);

        private static void Keep(List<double> errors, double error)
        {
            if (!double.IsNaN(error))
            {
                errors.Add(error);
            }
        }
    }
}
