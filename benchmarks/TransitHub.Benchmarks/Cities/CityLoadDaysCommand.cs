using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Simulation;
using TransitHub.Simulation.Cities;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Lines;
using TransitHub.Training.Loads;

namespace TransitHub.Benchmarks.Cities;

/// <summary>
/// `city-load-days`: lets the sample city live for some mornings, fits a model of loads to all but the last two, stops it by the last but one and
/// scores the last, day by day apart: means, the hub's formula and the model on the same loads, then the hub with and without the model.
/// </summary>
internal sealed class CityLoadDaysCommand
{
    private const int MaxRows = 400_000;
    private const int WarmUpSeconds = 3600;

    private readonly SampleCity city = SampleCity.Load();
    private readonly SimulatedTraits traits;
    private readonly SimulationOptions options;
    private readonly int hours;
    private readonly int days;

    private CityLoadDaysCommand(SimulationOptions options, int hours, int days)
    {
        this.options = options;
        this.hours = hours;
        this.days = days;
        this.traits = this.city.Traits.WithAll(line => line with { CounterShare = 1 });
    }

    public static Command Create()
    {
        Option<ulong> seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Which of all possible days is scored; earlier ones take the seeds that follow." };
        Option<int> days = new("--days") { DefaultValueFactory = _ => 5, Description = "Mornings of working days, 3 to 15; the last one is scored." };
        Option<int> hours = new("--hours") { DefaultValueFactory = _ => 5, Description = "Hours from six in the morning." };
        Option<double> peak = new("--peak-load") { DefaultValueFactory = _ => 1, Description = "How full vehicles are at the peak, as a share of their room." };
        Option<double> crowd = new("--crowd-miss") { DefaultValueFactory = _ => 0.35, Description = "Share that counters miss in a crowd, beyond the one in twenty that they always miss." };
        Option<string?> load = new("--load-model") { Description = "A model's folder; left out: one is fitted to the earlier days." };
        Command command = new("city-load-days", "Scores a model of loads on a day of its own.") { seed, days, hours, peak, crowd, load };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(days) is < 3 or > 15)
            {
                Console.Error.WriteLine("--days must be 3 to 15.");
                return 1;
            }

            SimulationOptions options = new()
            {
                Feed = FeedId.Parse(SampleCity.FeedId),
                StartAt = Timestamp.FromUnixSeconds(CityLoadsCommand.StartAt),
                Seed = parsed.GetValue(seed),
                PeakLoad = parsed.GetValue(peak),
                Counters = new CounterFaults { CrowdMissShare = parsed.GetValue(crowd) },
            };
            new CityLoadDaysCommand(options, parsed.GetValue(hours), parsed.GetValue(days)).Run(parsed.GetValue(load));
            return 0;
        });
        return command;
    }

    /// <summary>The morning of a working day, Monday to Friday over the weeks.</summary>
    private SimulationOptions DayOf(int day) => this.options with
    {
        StartAt = this.options.StartAt.AddSeconds(86_400 * ((day / 5 * 7) + (day % 5))),
        Seed = this.options.Seed + (ulong)(this.days - 1 - day),
    };

    private void Run(string? folder)
    {
        double[] factors = HandCounts.Factors(
            CityLoadsCommand.Live(this.city, this.traits, this.options with { Seed = this.options.Seed + 1000 }, this.hours, out List<Observation> surveyed), surveyed);
        byte[]? history = null;
        List<LoadRow> fit = [];
        List<LoadRow> stop = [];
        HourMeans means = new();
        for (int day = 0; day < this.days - 1; day++)
        {
            SimulationOptions today = this.DayOf(day);
            List<TrueLoad> truth = CityLoadsCommand.Live(this.city, this.traits, today, this.hours, out List<Observation> observations);
            LoadSamples samples = new(MaxRows / this.days);
            CityLoadsCommand run = new(this.city, this.traits, truth, factors, history, null, samples);
            run.Replay(observations, today.StartAt.UnixSeconds);
            history = run.History;
            means.Learn(truth, this.city.Schedule);
            (day < this.days - 2 ? fit : stop).AddRange(samples.Known().Select(s => new LoadRow(s.Sample.Outlook, s.Load, double.NaN)));
        }

        using FittedLoadModel model = folder is null ? FittedLoadModel.Fit(fit, stop) : FittedLoadModel.Load(folder);
        SimulationOptions last = this.DayOf(this.days - 1);
        List<TrueLoad> scored = CityLoadsCommand.Live(this.city, this.traits, last, this.hours, out List<Observation> seen);
        long from = last.StartAt.AddSeconds(WarmUpSeconds).UnixSeconds;
        LoadSamples rows = new(MaxRows);
        CityLoadsCommand without = new(this.city, this.traits, scored, factors, history, null, rows);
        without.Replay(seen, from);
        Print(model, [.. means.Rows(rows, scored, this.city.Schedule).Where(r => r.Now >= from).Select(r => r.Row)]);
        Console.WriteLine();
        Console.WriteLine("Without the model:");
        without.Print();
        CityLoadsCommand with = new(this.city, this.traits, scored, factors, history, model.Model, null);
        with.Replay(seen, from);
        Console.WriteLine();
        Console.WriteLine("With the model:");
        with.Print();
    }

    private static void Print(FittedLoadModel model, IReadOnlyList<LoadRow> rows)
    {
        Console.WriteLine("| Stops ahead | mean of the line and hour | as full as now | hub's formula | load model, ONNX | 80 % interval covers | loads |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (LoadError e in LoadError.Measure(model.Answer, rows))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {e.Span} | {e.OfHour:F2} | {e.AsNow:F2} | {e.Formula:F2} | {e.Model:F2} | {100 * e.CoveredShare:F1} % | {e.Rows:N0} |"));
        }
    }
}
