using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Testing.Gtfs;

/// <summary>
/// A GTFS feed written inline in a test. Lines may be indented; spaces around commas are kept. Files that a test does not
/// name come from <see cref="TwoStops"/> if it starts from there.
/// </summary>
public sealed class FeedText
{
    private readonly SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);

    /// <summary>A feed without files.</summary>
    public static FeedText Empty() => new();

    /// <summary>
    /// One agency in Bangkok, stops A and B 1.1 km apart, route R, service S on every day of 2026, and trip T that leaves A
    /// at 08:00 and reaches B at 08:05.
    /// </summary>
    public static FeedText TwoStops() => new FeedText()
        .With("agency.txt", """
            agency_id,agency_name,agency_url,agency_timezone
            X,Example Boats,https://example.org,Asia/Bangkok
            """)
        .With("stops.txt", """
            stop_id,stop_name,stop_lat,stop_lon
            A,Alpha,13.70,100.50
            B,Beta,13.71,100.50
            """)
        .With("routes.txt", """
            route_id,agency_id,route_short_name,route_long_name,route_type
            R,X,1,Alpha to Beta,3
            """)
        .With("calendar.txt", """
            service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
            S,1,1,1,1,1,1,1,20260101,20261231
            """)
        .With("trips.txt", """
            route_id,service_id,trip_id
            R,S,T
            """)
        .With("stop_times.txt", """
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            T,08:00:00,08:00:00,A,1
            T,08:05:00,08:05:00,B,2
            """);

    /// <summary>Adds or replaces a file; line ends become LF and the last line gets one.</summary>
    public FeedText With(string name, string text) =>
        With(name, Encoding.UTF8.GetBytes(string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimStart())) + "\n"));

    /// <summary>Adds or replaces a file byte by byte.</summary>
    public FeedText With(string name, byte[] bytes)
    {
        this.files[name] = bytes;
        return this;
    }

    /// <summary>Leaves a file out.</summary>
    public FeedText Without(string name)
    {
        this.files.Remove(name);
        return this;
    }

    /// <summary>The feed as a zip in memory.</summary>
    public MemoryStream ToZip()
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in this.files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        stream.Position = 0;
        return stream;
    }

    /// <summary>The feed as files in a folder, which is made.</summary>
    public void WriteFolder(string folder)
    {
        foreach (var (name, bytes) in this.files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    /// <summary>Reads the feed.</summary>
    public ScheduleReadResult Read() => ScheduleReader.Read(ToZip());
}
