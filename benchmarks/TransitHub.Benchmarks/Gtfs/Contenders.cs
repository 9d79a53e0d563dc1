using System.IO.Compression;
using CsvHelper;
using TransitHub.Benchmarks.Gtfs.Peers;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Csv;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Gtfs;

internal static class Contenders
{
    public static readonly Contender[] All =
    [
        new("transithub", "TransitHub.Gtfs: the whole feed to a Schedule (columns, patterns, stop offsets, links), every value checked", LoadSchedule),
        new("csvhelper-objects", "CsvHelper: all seven files to lists of objects, texts for ids and times, nothing joined", CsvHelperFeed.Load),
        new("cut-transithub", "TransitHub.Gtfs: rows of stop_times.txt cut, three fields touched, nothing kept", CutOurs),
        new("cut-csvhelper", "CsvHelper spans: rows of stop_times.txt cut, three fields touched, nothing kept", CutCsvHelper),
    ];

    /// <summary>Loading, and what judging the same feed costs beside it.</summary>
    public static readonly Contender[] Validation =
    [
        All[0],
        new("validate", "TransitHub.Gtfs: GtfsValidator, every rule", Validate),
    ];

    private static Schedule? kept;

    private static long LoadSchedule(string feed)
    {
        var (schedule, notices) = ScheduleReader.Read(feed);
        if (notices.Any(notice => notice.Severity == NoticeSeverity.Error))
        {
            throw new InvalidDataException(notices[0].ToString());
        }

        kept = schedule;
        return kept.Trips.StopTimeCount;
    }

    private static long Validate(string feed)
    {
        var report = GtfsValidator.Validate(feed, new ValidationOptions { Today = ServiceDate.From(2026, 11, 28) });
        foreach (var (code, total) in report.Notices.Totals)
        {
            Console.WriteLine($"{code} {total}");
        }

        return report.Rows["stop_times.txt"];
    }

    private static long CutOurs(string feed)
    {
        using var zip = ZipFile.OpenRead(feed);
        using var rows = new CsvRows(zip.GetEntry("stop_times.txt")!.Open());
        long count = -1;
        long bytes = 0;
        while (rows.Read())
        {
            bytes += rows[0].Length + rows[1].Length + rows[3].Length;
            count++;
        }

        return bytes > 0 ? count : 0;
    }

    private static long CutCsvHelper(string feed)
    {
        using var zip = ZipFile.OpenRead(feed);
        using var reader = CsvReader.Create(zip.GetEntry("stop_times.txt")!.Open());
        long count = 0;
        long bytes = 0;
        while (reader.Read())
        {
            bytes += reader.GetSpan(0).Length + reader.GetSpan(1).Length + reader.GetSpan(3).Length;
            count++;
        }

        return bytes > 0 ? count : 0;
    }
}
