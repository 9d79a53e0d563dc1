using System.Globalization;
using System.IO.Compression;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Benchmarks.Archive;

/// <summary>The peer: what an archive is where there is none, one row a position in gzip, with the columns that the archive's table has filled here.</summary>
internal static class GzipCsv
{
    /// <summary>Writes the positions among the records.</summary>
    public static long Write(string path, IEnumerable<LoggedRecord> records)
    {
        long rows = 0;
        using var text = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Optimal));
        text.WriteLine("sequence,received_unix,measured_unix,correction_ms,vehicle_id,trip_id,route_id,direction_id,start_date,start_time,lat,lon,bearing,speed_mps,occupancy_status,sign_text");
        foreach (LoggedRecord record in records)
        {
            if (record.Observation is AvlReport r)
            {
                text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{record.Sequence},{r.ReceivedAt.UnixMilliseconds / 1000m},{r.MeasuredAt.UnixMilliseconds / 1000m},{r.ClockCorrectionMilliseconds},{r.Device},{r.TripId},{r.RouteId},{r.DirectionId},{r.StartDate},{r.StartTime},{r.Latitude},{r.Longitude},{r.Bearing},{r.SpeedMps},{r.OccupancyStatus},{r.SignText}"));
                rows++;
            }
        }

        return rows;
    }

    /// <summary>Reads the lines, without making anything of them.</summary>
    public static long CountRows(string path)
    {
        long rows = -1;
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (text.ReadLine() is not null)
        {
            rows++;
        }

        return rows;
    }
}
