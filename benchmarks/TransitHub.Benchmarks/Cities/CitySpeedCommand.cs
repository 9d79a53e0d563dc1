using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Simulation;
using TransitHub.Simulation.Cities;
using TransitHub.Simulation.Truth;

namespace TransitHub.Benchmarks.Cities;

/// <summary>
/// `city-speed`: what the simulation itself costs for a report, its JSON included and nothing else: the sample city as many times as
/// it takes to have so many vehicles, on one thread, no broker, no hub, no truth. Beside it stands the time that the tempo allows.
/// </summary>
internal static class CitySpeedCommand
{
    public static Command Create()
    {
        Option<int> vehicles = new("--vehicles") { DefaultValueFactory = _ => 100_000, Description = "How many report." };
        Option<double> interval = new("--interval") { DefaultValueFactory = _ => 10, Description = "Seconds between two reports of a vehicle." };
        Option<int> seconds = new("--seconds") { DefaultValueFactory = _ => 120, Description = "Seconds of the city that are measured." };
        Option<string> truth = new("--truth") { Description = "Folder for the truth, which is then written too." };
        Command command = new("city-speed", "Measures what a simulated city costs for each report.") { vehicles, interval, seconds, truth };
        command.SetAction(parsed =>
        {
            Run(parsed.GetValue(vehicles), parsed.GetValue(interval), parsed.GetValue(seconds), parsed.GetValue(truth));
            return 0;
        });
        return command;
    }

    private static void Run(int vehicles, double interval, int seconds, string? truthFolder)
    {
        // Monday 2 March 2026, 08:00 in Bangkok.
        SimulationOptions options = new()
        {
            Feed = FeedId.Parse(SampleCity.FeedId),
            StartAt = Timestamp.FromUnixSeconds(1_772_413_200L),
            ReportIntervalSeconds = interval,
        };
        SampleCity one = SampleCity.Load();
        int copies;
        using (CitySimulation once = new(one.Schedule, one.Traits, options, NoTruth.Instance))
        {
            copies = Math.Max(1, (int)Math.Ceiling((double)vehicles / once.Counts.VehiclesOnTheRoad));
        }

        long began = Stopwatch.GetTimestamp();
        SampleCity city = copies == 1 ? one : SampleCity.Load(new SampleCityOptions { Copies = copies });
        double built = Stopwatch.GetElapsedTime(began).TotalSeconds;
        began = Stopwatch.GetTimestamp();
        using CsvTruth? truth = truthFolder is null ? null : new CsvTruth(truthFolder);
        using CitySimulation simulation = new(
            city.Schedule, city.Traits, options with { Vehicles = vehicles }, truth ?? (ITruth)NoTruth.Instance, city.Cameras);
        double warmed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        List<SimulatedMessage> messages = [];

        // The first seconds compile and grow queues.
        Timestamp at = options.StartAt.AddSeconds(Math.Min(30, seconds));
        simulation.Advance(at, messages);
        messages.Clear();
        long sent = 0;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        began = Stopwatch.GetTimestamp();
        for (int second = 0; second < seconds; second++)
        {
            simulation.Advance(at = at.AddSeconds(1), messages);
            sent += messages.Count;
            messages.Clear();
        }

        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double busy = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        SimulationCounts counts = simulation.Counts;
        Write($"{copies} x the sample city, built in {built:F1} s, warmed up in {warmed:F1} s; {counts.VehiclesOnTheRoad} vehicles on the road, {counts.Reporting} report");
        Write($"{sent} messages of {seconds} s in {took:F2} s: {1e6 * took / sent:F2} us and {bytes / sent} bytes each, {sent / took:F0} a second");
        Write($"processor time {busy:F2} s, the collector's included: {1e6 * busy / sent:F2} us each, {100 * busy / seconds:F1} % of one core at real time");
        Write($"working set {Environment.WorkingSet / 1e6:F0} MB");
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
