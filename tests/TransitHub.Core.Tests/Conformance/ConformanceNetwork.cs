using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Core.Tests.Conformance;

/// <summary>A small static feed with what rules ask for: shapes, a station with two platforms, a loop, both kinds of headway, a stop without a time.</summary>
internal static class ConformanceNetwork
{
    /// <summary>2026-11-23 08:00:00 in Bangkok.</summary>
    public const long Now = 1_795_395_600;

    private static readonly Dictionary<string, string> Files = new()
    {
        ["agency.txt"] = "agency_id,agency_name,agency_url,agency_timezone\nA,Agency,https://example.org,Asia/Bangkok\n",
        ["feed_info.txt"] = "feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nAgency,https://example.org,th,v1\n",
        ["stops.txt"] = """
            stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
            s1,One,13.700,100.500,0,
            p1,Platform 1,13.705,100.500,0,st
            p2,Platform 2,13.705,100.501,0,st
            st,Station,13.705,100.500,1,
            s3,Three,13.710,100.500,0,
            """,
        ["routes.txt"] = "route_id,agency_id,route_short_name,route_type\nr1,A,1,3\nr2,A,2,3\n",
        ["calendar.txt"] = """
            service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
            week,1,1,1,1,1,0,0,20260101,20271231
            """,
        ["shapes.txt"] = """
            shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence
            line,13.700,100.500,1
            line,13.705,100.500,2
            line,13.707,100.500,3
            line,13.710,100.500,4
            """,
        ["trips.txt"] = """
            route_id,service_id,trip_id,direction_id,block_id,shape_id
            r1,week,t1,0,b1,line
            r1,week,t2,0,b1,line
            r1,week,other,1,,line
            r1,week,loop,0,,
            r2,week,headway,0,,line
            r2,week,exact,0,,line
            """,
        ["stop_times.txt"] = """
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            t1,08:00:00,08:00:00,s1,1
            t1,,,p1,2
            t1,08:20:00,08:20:00,s3,3
            t2,09:00:00,09:00:00,s1,1
            t2,09:10:00,09:10:00,p1,2
            t2,09:20:00,09:20:00,s3,3
            other,08:00:00,08:00:00,s1,1
            other,08:20:00,08:20:00,s3,2
            loop,08:00:00,08:00:00,s1,1
            loop,08:10:00,08:10:00,s3,2
            loop,08:20:00,08:20:00,s1,3
            headway,00:00:00,00:00:00,s1,1
            headway,00:20:00,00:20:00,s3,2
            exact,06:00:00,06:00:00,s1,1
            exact,06:20:00,06:20:00,s3,2
            """,
        ["frequencies.txt"] = "trip_id,start_time,end_time,headway_secs,exact_times\nheadway,05:00:00,23:00:00,600,0\nexact,06:00:00,10:00:00,900,1\n",
    };

    /// <summary>Reads it anew.</summary>
    public static Schedule Read()
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in Files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        stream.Position = 0;
        return ScheduleReader.Read(stream).Schedule;
    }
}
