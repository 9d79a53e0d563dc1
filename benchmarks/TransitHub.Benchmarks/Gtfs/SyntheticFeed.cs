using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;

namespace TransitHub.Benchmarks.Gtfs;

/// <summary>
/// A made-up region as a GTFS zip: lines that wander over a grid of stops, each with a shape of ten points per stop, and
/// trips all day. One seed and one number of stop times give one content.
/// </summary>
internal sealed class SyntheticFeed(int seed, int stopTimes)
{
    private const int Side = 140;
    private const int TripsPerLine = 400;
    private const int PointsPerStop = 10;

    private readonly Random random = new(seed);
    private readonly List<int[]> lines = [];

    /// <summary>Rows of stop_times.txt that were written; a few more than asked for, since trips are whole.</summary>
    public int StopTimes { get; private set; }

    public void Write(string path)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Write(zip, "agency.txt", writer => writer.Write("agency_id,agency_name,agency_url,agency_timezone\nA,Made-up Region,https://example.org,Asia/Bangkok\n"));
        Write(zip, "calendar.txt", writer => writer.Write("service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nDAILY,1,1,1,1,1,1,1,20260101,20261231\n"));
        Write(zip, "stops.txt", this.WriteStops);
        this.MakeLines();
        Write(zip, "routes.txt", this.WriteRoutes);
        Write(zip, "shapes.txt", this.WriteShapes);
        Write(zip, "trips.txt", this.WriteTrips);
        Write(zip, "stop_times.txt", this.WriteStopTimes);
    }

    private static double Latitude(int stop) => 13.5 + (stop / Side * 0.0036);

    private static double Longitude(int stop) => 100.3 + (stop % Side * 0.0037);

    private static void Write(ZipArchive zip, string name, Action<StreamWriter> write)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(false), 1 << 16);
        write(writer);
    }

    private void MakeLines()
    {
        for (var planned = 0; planned < stopTimes;)
        {
            var line = new int[this.random.Next(18, 48)];
            var (row, column) = (this.random.Next(Side), this.random.Next(Side));
            for (var at = 0; at < line.Length; at++)
            {
                line[at] = (row * Side) + column;
                (row, column) = this.random.Next(2) == 0 ? (Step(row), column) : (row, Step(column));
            }

            this.lines.Add(line);
            planned += line.Length * TripsPerLine;
        }

        static int Step(int at) => at + 1 < Side ? at + 1 : at - 1;
    }

    private void WriteStops(StreamWriter writer)
    {
        writer.Write("stop_id,stop_code,stop_name,stop_lat,stop_lon,location_type,wheelchair_boarding\n");
        for (var stop = 0; stop < Side * Side; stop++)
        {
            Line(writer, $"BKK-{stop:00000},{stop},\"Stop {stop}, north side\",{Latitude(stop):0.000000},{Longitude(stop):0.000000},0,1\n");
        }
    }

    private void WriteRoutes(StreamWriter writer)
    {
        writer.Write("route_id,agency_id,route_short_name,route_long_name,route_type,route_color,route_text_color\n");
        for (var line = 0; line < this.lines.Count; line++)
        {
            Line(writer, $"R{line:0000},A,{line},Line {line},3,0B7A75,FFFFFF\n");
        }
    }

    private void WriteShapes(StreamWriter writer)
    {
        writer.Write("shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n");
        for (var line = 0; line < this.lines.Count; line++)
        {
            var stops = this.lines[line];
            for (var point = 0; point <= (stops.Length - 1) * PointsPerStop; point++)
            {
                var (from, share) = (stops[point / PointsPerStop], point % PointsPerStop / (double)PointsPerStop);
                var to = stops[Math.Min((point / PointsPerStop) + 1, stops.Length - 1)];
                var bulge = Math.Sin(share * Math.PI) * 0.0002;
                var (latitude, longitude) = (Latitude(from) + ((Latitude(to) - Latitude(from)) * share), Longitude(from) + ((Longitude(to) - Longitude(from)) * share));
                Line(writer, $"SHP{line:0000},{latitude + bulge:0.000000},{longitude + bulge:0.000000},{point}\n");
            }
        }
    }

    private void WriteTrips(StreamWriter writer)
    {
        writer.Write("route_id,service_id,trip_id,trip_headsign,direction_id,block_id,shape_id,wheelchair_accessible\n");
        for (var trip = 0; trip < this.lines.Count * TripsPerLine; trip++)
        {
            var line = trip / TripsPerLine;
            Line(writer, $"R{line:0000},DAILY,2026A-DAILY-{line:0000}-{trip:0000000},To the end of {line},0,B{trip / 8},SHP{line:0000},1\n");
        }
    }

    private void WriteStopTimes(StreamWriter writer)
    {
        writer.Write("trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,timepoint\n");
        for (var trip = 0; trip < this.lines.Count * TripsPerLine && this.StopTimes < stopTimes; trip++)
        {
            var stops = this.lines[trip / TripsPerLine];
            var seconds = (4 * 3600) + (trip % TripsPerLine * 180);
            for (var at = 0; at < stops.Length; at++, this.StopTimes++)
            {
                var departure = seconds + this.random.Next(0, 30);
                Line(writer, $"2026A-DAILY-{trip / TripsPerLine:0000}-{trip:0000000},{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00},{departure / 3600:00}:{departure / 60 % 60:00}:{departure % 60:00},BKK-{stops[at]:00000},{at + 1},0,0,{(at % 5 == 0 ? 1 : 0)}\n");
                seconds = departure + this.random.Next(40, 150);
            }
        }
    }

    private static void Line(StreamWriter writer, DefaultInterpolatedStringHandler line) => writer.Write(line.ToStringAndClear());
}
