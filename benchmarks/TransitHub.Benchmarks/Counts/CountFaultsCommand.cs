using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Counting;

namespace TransitHub.Benchmarks.Counts;

/// <summary>
/// `count-faults`: the counts of a real street, from when the camera had counted for a month, with and without a fault that begins at a drawn daylight hour.
/// Scored are faults found though there was none, and hours of counting until a fault is found. One camera alone: no other says how the day is.
/// </summary>
internal static class CountFaultsCommand
{
    private const int LearningHours = 31 * 24;
    private const int LongestHours = 10 * 24;

    private static readonly (string Name, Func<double, double> Count, DeviceFaultKind[] Found)[] Faults =
    [
        ("blind (counts nothing)", static _ => 0, [DeviceFaultKind.Blind]),
        ("loses 60 %", static c => 0.4 * c, [DeviceFaultKind.Low, DeviceFaultKind.Blind]),
        ("loses 40 %", static c => 0.6 * c, [DeviceFaultKind.Low]),
        ("doubled", static c => 2 * c, [DeviceFaultKind.Doubled]),
        ("stuck at one figure", static _ => 37, [DeviceFaultKind.Stuck]),
    ];

    public static Command Create()
    {
        Option<FileInfo> counts = new("--counts") { Required = true, Description = "Telraam's hourly CSV." };
        Option<int> seeds = new("--seeds") { DefaultValueFactory = _ => 20 };
        Option<bool> neighbor = new("--neighbor") { Description = "A second camera on the street, made of the same counts, and what the two show of each other." };
        Command command = new("count-faults", "Measures how soon failing cameras are found.") { counts, seeds, neighbor };
        command.SetAction(parsed =>
        {
            Run(parsed.GetValue(counts)!.FullName, parsed.GetValue(seeds), parsed.GetValue(neighbor));
            return 0;
        });
        return command;
    }

    private static void Run(string path, int seeds, bool withNext)
    {
        CountedHour[][] classes = [.. TelraamFile.Classes.Select(c => TelraamFile.Read(path, c))];
        (CountBook watched, int hours) = (NewBook(withNext), classes[0].Length);
        int known = 0;
        SortedDictionary<string, int> faulty = [];
        for (int hour = 0; hour < hours; hour++)
        {
            Take(watched, classes, hour, null, withNext);
            bool counts = hour >= LearningHours && classes[0][hour].Uptime > 0;
            known += counts ? 1 : 0;
            foreach (DeviceFault fault in counts ? watched.Watch.Find(StreetCamera.Id)!.Faults : [])
            {
                faulty[fault.Kind.ToString()] = faulty.GetValueOrDefault(fault.Kind.ToString()) + 1;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Without a fault, of {known} counted hours after the first month: {(faulty.Count == 0 ? "none" : string.Join(", ", faulty.Select(f => $"{f.Value} {f.Key}")))}."));
        Console.WriteLine("| fault | drawn | found | median hours of counting until then | nine in ten within |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach ((string name, Func<double, double> count, DeviceFaultKind[] found) in Faults)
        {
            List<int> delays = [];
            for (int seed = 1; seed <= seeds; seed++)
            {
                Random random = new(seed);
                int begins = LearningHours + random.Next(hours - LearningHours - LongestHours);
                delays.Add(DelayOf(classes, begins, count, withNext ? [DeviceFaultKind.DisagreesWithNeighbor] : found, withNext));
            }

            int[] those = [.. delays.Where(d => d >= 0).Order()];
            string Text(double share) => those.Length == 0 ? "–" : those[Math.Min(those.Length - 1, (int)(share * those.Length))].ToString(CultureInfo.InvariantCulture);
            Console.WriteLine($"| {name} | {seeds} | {those.Length} | {Text(0.5)} | {Text(0.9)} |");
        }
    }

    private static CountBook NewBook(bool withNext) => new(neighbors: withNext ? [.. TelraamFile.Classes.Select(StreetCamera.Neighbors)] : []);

    private static int DelayOf(CountedHour[][] classes, int begins, Func<double, double> fault, DeviceFaultKind[] found, bool withNext)
    {
        CountBook book = NewBook(withNext);
        int counted = 0;
        for (int hour = 0; hour < begins + LongestHours; hour++)
        {
            Take(book, classes, hour, hour < begins ? null : fault, withNext);
            if (hour >= begins)
            {
                counted += classes[0][hour].Uptime > 0.1 ? 1 : 0;
                if (book.Watch.Find(StreetCamera.Id) is { } verdict && verdict.Faults.Any(f => found.Contains(f.Kind)))
                {
                    return counted;
                }
            }
        }

        return -1;
    }

    private static void Take(CountBook book, CountedHour[][] classes, int hour, Func<double, double>? fault, bool withNext)
    {
        for (int c = 0; c < classes.Length; c++)
        {
            StreetCamera.Take(book, TelraamFile.Classes[c], hour, classes[c][hour], fault, withNext);
        }

        StreetCamera.Pass(book, hour);
    }
}
