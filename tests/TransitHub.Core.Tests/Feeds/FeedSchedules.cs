using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>A small network with what makes feeds hard: loops, midnight, headways, exact headways, Thai ids, missing fields.</summary>
internal static class FeedSchedules
{
    public const int Day = 20261123;

    private static readonly Dictionary<string, string> Network = new()
    {
        ["agency.txt"] = """
            agency_id,agency_name,agency_url,agency_timezone
            A,Agency,https://example.org,Asia/Bangkok
            """,
        ["feed_info.txt"] = """
            feed_publisher_name,feed_publisher_url,feed_lang,feed_version
            Agency,https://example.org,th,2026-11-ก
            """,
        ["stops.txt"] = """
            stop_id,stop_name,stop_lat,stop_lon
            s1,One,13.700,100.500
            s2,Two,13.705,100.500
            ท่า3,ท่าเรือสาม,13.710,100.500
            s4,Four,13.715,100.500
            s5,Five,13.720,100.500
            """,
        ["routes.txt"] = """
            route_id,agency_id,route_short_name,route_type
            r1,A,1,3
            เรือ,A,2,4
            """,
        ["calendar.txt"] = """
            service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
            daily,1,1,1,1,1,1,1,20260101,20271231
            """,
        ["trips.txt"] = """
            route_id,service_id,trip_id,direction_id,block_id
            r1,daily,plain,0,b1
            r1,daily,next,1,b1
            r1,daily,waits,0,
            r1,daily,night,,
            r1,daily,loop,0,
            เรือ,daily,headway-ก,1,
            เรือ,daily,exact,0,
            """,
        ["stop_times.txt"] = """
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            plain,07:00:00,07:00:00,s1,1
            plain,07:05:00,07:05:30,s2,2
            plain,07:10:00,07:10:00,ท่า3,5
            plain,07:15:00,07:15:00,s4,9
            plain,07:20:00,07:20:00,s5,300
            next,07:30:00,07:30:00,s5,1
            next,07:40:00,07:40:00,s4,2
            next,07:50:00,07:50:00,s1,3
            waits,07:00:00,07:04:00,s1,0
            waits,07:10:00,07:10:00,s2,1
            night,24:10:00,24:10:00,s1,1
            night,24:20:00,24:20:00,s2,2
            night,24:30:00,24:30:00,ท่า3,3
            loop,08:00:00,08:00:00,s1,1
            loop,08:10:00,08:10:00,s2,2
            loop,08:20:00,08:20:00,ท่า3,3
            loop,08:30:00,08:30:00,s2,4
            loop,08:40:00,08:40:00,s1,5
            headway-ก,00:00:00,00:00:00,s1,1
            headway-ก,00:10:00,00:10:00,ท่า3,2
            headway-ก,00:20:00,00:20:00,s5,3
            exact,06:00:00,06:00:00,s5,1
            exact,06:10:00,06:10:00,ท่า3,2
            exact,06:20:00,06:20:00,s1,3
            """,
        ["frequencies.txt"] = """
            trip_id,start_time,end_time,headway_secs,exact_times
            headway-ก,05:00:00,23:00:00,600,0
            exact,06:00:00,10:00:00,900,1
            """,
    };

    /// <summary>Reads the network anew.</summary>
    public static Schedule Read(string? feedVersion = null)
    {
        MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in Network)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(feedVersion is null ? text : text.Replace("2026-11-ก", feedVersion, StringComparison.Ordinal)));
            }
        }

        stream.Position = 0;
        return ScheduleReader.Read(stream).Schedule;
    }

    /// <summary>The trip's index.</summary>
    public static int Trip(this Schedule schedule, string id) =>
        schedule.Trips.TryFind(id, out int index) ? index : throw new KeyNotFoundException(id);
}
