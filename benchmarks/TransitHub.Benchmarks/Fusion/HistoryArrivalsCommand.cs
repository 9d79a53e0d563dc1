using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// `history-arrivals`: writes link times of other days (`segment_times`) in the arrivals format, so that `transithub backtest --history` can give
/// them to the historical methods and to the hub.
/// </summary>
internal static class HistoryArrivalsCommand
{
    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> times = new("--times") { Required = true, Description = "The segment_times file." };
        Option<string> output = new("--out") { Required = true, Description = "The arrivals file, gzip." };
        Command command = new("history-arrivals", "Turns link times of other days into an arrivals file.") { gtfs, times, output };
        command.SetAction(parsed =>
        {
            Schedule schedule = ScheduleReader.Read(parsed.GetValue(gtfs)!).Schedule;
            SectionTimes sections = new(schedule, parsed.GetValue(times)!);
            using StreamWriter writer = new(new GZipStream(File.Create(parsed.GetValue(output)!), CompressionLevel.Optimal));
            long rows = Write(schedule, sections, writer);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sections.Rows} rows of {sections.Trips} trips, {sections.Sections} sections known, {rows} arrivals and departures written"));
            return 0;
        });
        return command;
    }

    private static long Write(Schedule schedule, SectionTimes sections, StreamWriter writer)
    {
        writer.WriteLine("service_date,trip_id,stop_sequence,arrival_unix,departure_unix");
        long rows = 0;
        foreach ((ServiceDate date, int trip, List<SectionTimes.Passed> links) in sections.Runs())
        {
            SortedDictionary<int, (long Arrival, long Departure)> stops = [];
            foreach ((int place, long departure, long arrival) in links)
            {
                stops[place] = (stops.GetValueOrDefault(place).Arrival, departure);
                stops[place + 1] = (arrival, 0);
            }

            ReadOnlySpan<int> sequences = schedule.Trips.StopSequences(trip);
            foreach ((int place, (long arrival, long departure)) in stops)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{date},{schedule.Trips.Id(trip)},{sequences[place]},{Text(arrival)},{Text(departure)}"));
                rows++;
            }
        }

        return rows;
    }

    private static string Text(long unix) => unix == 0 ? string.Empty : unix.ToString(CultureInfo.InvariantCulture);
}
