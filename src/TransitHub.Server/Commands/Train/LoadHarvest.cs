using System.Globalization;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Gtfs;
using TransitHub.Training;
using TransitHub.Training.Loads;

namespace TransitHub.Server.Commands.Train;

/// <summary>Recorded loads as rows, cut in two: to learn from, and later ones to stop by.</summary>
/// <param name="Fit">To learn from.</param>
/// <param name="Validation">Of days, or of trips where loads are means of many days, that taught nothing.</param>
/// <param name="Days">Service days; 0: the loads are means of many days.</param>
/// <param name="HeldOut">What the validation is, in words.</param>
/// <param name="Sources">One line for each input.</param>
internal sealed record LoadHarvest(IReadOnlyList<LoadRow> Fit, IReadOnlyList<LoadRow> Validation, int Days, string HeldOut, IReadOnlyList<string> Sources)
{
    /// <summary>One part in so many is kept for checking.</summary>
    private const int Parts = 5;

    /// <summary>Reads CSV files of loads by trip and stop.</summary>
    public static LoadHarvest OfFiles(TrainLoadsOptions options)
    {
        List<TripLoads> trips = [];
        List<string> sources = [];
        foreach (string path in options.Inputs)
        {
            IReadOnlyList<RecordedTrip> read = Read(path);
            trips.AddRange(read.Select(t => t.Loads));
            sources.Add(string.Create(CultureInfo.InvariantCulture, $"`{Path.GetFileName(path)}`: {read.Count:N0} trips, {read.Sum(t => t.Loads.Passages.Count):N0} loads at departure"));
        }

        string[] days = [.. trips.Select(t => t.Day).Where(d => d.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        string border = days.Length > 1 ? days[^Math.Max(1, days.Length / Parts)] : string.Empty;
        ILookup<bool, TripLoads> parts = trips.ToLookup(t => border.Length > 0
            ? string.CompareOrdinal(t.Day, border) >= 0
            : new SeededDraws((ulong)options.Seed, SeededDraws.Of($"{t.Line}/{t.Direction}/{t.Trip}"), 0).Pick(Parts) == 0);
        TripLoads[] learned = [.. parts[false]];

        // On a day of its own it was known who had left before; of means of many days, only trips learned from are.
        TripOutlooks outlooks = new(learned, border.Length > 0 ? trips : learned);
        return new LoadHarvest(
            [.. outlooks.Rows(learned)], [.. outlooks.Rows(parts[true])], days.Length, border.Length > 0 ? $"the days from {border} on" : "one trip in five", sources);
    }

    /// <summary>Cuts what a hub's core gathered from logs.</summary>
    /// <param name="samples">Of all logs, by day.</param>
    /// <param name="sources">One line for each log.</param>
    public static LoadHarvest OfSamples(LoadSamples samples, IReadOnlyList<string> sources)
    {
        (LoadSample Sample, double Load)[] known = [.. samples.Known()];
        int[] days = [.. known.Select(k => k.Sample.Trip.ServiceDate.DayNumber).Distinct().Order()];
        double border = days.Length > 1
            ? days[^Math.Max(1, days.Length / Parts)]
            : known.Length == 0 ? 0 : known.Select(k => k.Sample.Now).Order().ElementAt(known.Length * (Parts - 1) / Parts);
        ILookup<bool, LoadRow> parts = known.ToLookup(
            k => (days.Length > 1 ? k.Sample.Trip.ServiceDate.DayNumber : k.Sample.Now) >= border, k => new LoadRow(k.Sample.Outlook, k.Load, double.NaN));
        string heldOut = days.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"the last {Math.Max(1, days.Length / Parts)} of {days.Length} service days") : "the last fifth of the day";
        return new LoadHarvest([.. parts[false]], [.. parts[true]], days.Length, heldOut, sources);
    }

    /// <summary>One log in one line.</summary>
    public static string Source(string path, Schedule schedule)
    {
        string agencies = string.Join(", ", Enumerable.Range(0, schedule.Agencies.Count).Select(schedule.Agencies.Name));
        return $"{agencies}: `{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}`, counts of riders over doors, made to come out even by the hub";
    }

    private static IReadOnlyList<RecordedTrip> Read(string path)
    {
        try
        {
            return LoadsFile.Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"--input {path}: {exception.Message}");
        }
        catch (InvalidDataException exception)
        {
            throw CommandException.InputHasErrors(exception.Message);
        }
    }
}
