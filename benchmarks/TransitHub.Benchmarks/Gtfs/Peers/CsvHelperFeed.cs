using System.IO.Compression;
using CsvHelper;

namespace TransitHub.Benchmarks.Gtfs.Peers;

/// <summary>The usual way: a class per file and a list of objects of it.</summary>
internal static class CsvHelperFeed
{
    private static readonly List<object> Kept = [];

    public static long Load(string feed)
    {
        using var zip = ZipFile.OpenRead(feed);
        Keep<AgencyRecord>(zip, "agency.txt");
        Keep<CalendarRecord>(zip, "calendar.txt");
        Keep<StopRecord>(zip, "stops.txt");
        Keep<RouteRecord>(zip, "routes.txt");
        Keep<ShapePointRecord>(zip, "shapes.txt");
        Keep<TripRecord>(zip, "trips.txt");
        return Keep<StopTimeRecord>(zip, "stop_times.txt");
    }

    private static long Keep<T>(ZipArchive zip, string name)
    {
        using var reader = CsvReader.Create(zip.GetEntry(name)!.Open());
        var records = new List<T>();
        foreach (var record in reader.GetRecords<T>())
        {
            records.Add(record);
        }

        Kept.Add(records);
        return records.Count;
    }
}
