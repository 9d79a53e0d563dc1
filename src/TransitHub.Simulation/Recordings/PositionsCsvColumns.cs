using CsvHelper;

namespace TransitHub.Simulation.Recordings;

/// <summary>Where the columns of a <c>positions-csv</c> file stand; -1: the file has no such column.</summary>
internal sealed record PositionsCsvColumns
{
    private static readonly string[] Required = ["received_unix", "measured_unix", "vehicle_id", "lat", "lon"];

    private PositionsCsvColumns(CsvReader reader)
    {
        this.ReceivedUnix = Find(reader, "received_unix");
        this.MeasuredUnix = Find(reader, "measured_unix");
        this.VehicleId = Find(reader, "vehicle_id");
        this.Lat = Find(reader, "lat");
        this.Lon = Find(reader, "lon");
        this.TripId = Find(reader, "trip_id");
        this.RouteId = Find(reader, "route_id");
        this.DirectionId = Find(reader, "direction_id");
        this.StartDate = Find(reader, "start_date");
        this.StartTime = Find(reader, "start_time");
        this.Bearing = Find(reader, "bearing");
        this.SpeedMps = Find(reader, "speed_mps");
        this.OccupancyStatus = Find(reader, "occupancy_status");
        this.SignText = Find(reader, "sign_text");
    }

    public int ReceivedUnix { get; }

    public int MeasuredUnix { get; }

    public int VehicleId { get; }

    public int Lat { get; }

    public int Lon { get; }

    public int TripId { get; }

    public int RouteId { get; }

    public int DirectionId { get; }

    public int StartDate { get; }

    public int StartTime { get; }

    public int Bearing { get; }

    public int SpeedMps { get; }

    public int OccupancyStatus { get; }

    public int SignText { get; }

    /// <summary>Reads the header.</summary>
    /// <exception cref="RecordingException">A required column is missing.</exception>
    public static PositionsCsvColumns Read(CsvReader reader, string path)
    {
        string[] missing = [.. Required.Where(name => Find(reader, name) < 0)];
        if (missing.Length == 0)
        {
            return new PositionsCsvColumns(reader);
        }

        if (reader.Headers is [] or [""])
        {
            throw RecordingException.Unusable($"{path} is empty: record again, or name another --input.");
        }

        string has = string.Join(", ", reader.Headers.Take(20).Select(Shorten));
        throw RecordingException.Unusable(
            $"{path} has no column {string.Join(", ", missing)} (its first line names: {has}): positions-csv needs {string.Join(", ", Required)}.");
    }

    private static int Find(CsvReader reader, string name)
    {
        IReadOnlyList<string> headers = reader.Headers;
        for (int i = 0; i < headers.Count; i++)
        {
            if (headers[i].AsSpan().Trim().SequenceEqual(name))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Shorten(string name)
    {
        string clean = new([.. name.Take(40).Select(c => char.IsControl(c) ? '?' : c)]);
        return clean.Length < name.Length ? clean + "..." : clean;
    }
}
