using System.CommandLine;
using System.Globalization;
using System.Text;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>`capmetro-gtfs`: makes a GTFS folder of scheduled stop times, stops and the routes that the recorded vehicles name; without shapes.</summary>
internal static class CapMetroGtfsCommand
{
    public static Command Create()
    {
        Option<string> from = new("--from") { Required = true, Description = "Folder with schedule.csv.gz, stops.csv.gz and positions-*.csv.gz." };
        Option<string> to = new("--to") { Required = true, Description = "Folder to write." };
        Option<string> date = new("--date") { DefaultValueFactory = _ => "20150607", Description = "The one service day, yyyyMMdd: another one than the recording's must match nothing." };
        Command command = new("capmetro-gtfs", "Writes a GTFS folder for the CapMetro recording.") { from, to, date };
        command.SetAction(parsed =>
        {
            Write(parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(date)!);
            return 0;
        });
        return command;
    }

    private static void Write(string from, string to, string date)
    {
        Directory.CreateDirectory(to);
        Dictionary<string, string> routes = [];
        foreach (CsvLine row in PositionsFile.Rows(Directory.GetFiles(from, "positions-*.csv.gz").Order(StringComparer.Ordinal).First()))
        {
            routes.TryAdd(row["trip_id"]!, row["route_id"]!);
        }

        StringBuilder times = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
        Dictionary<string, int> sequences = [];
        foreach (CsvLine row in PositionsFile.Rows(Path.Combine(from, "schedule.csv.gz")))
        {
            string trip = row["trip_id"]!;
            if (routes.ContainsKey(trip))
            {
                int sequence = sequences[trip] = sequences.GetValueOrDefault(trip) + 1;
                times.AppendLine(CultureInfo.InvariantCulture, $"{trip},{row["arrival_time"]},{row["arrival_time"]},{row["stop_id"]},{sequence}");
            }
        }

        StringBuilder stops = new("stop_id,stop_name,stop_lat,stop_lon\n");
        foreach (CsvLine row in PositionsFile.Rows(Path.Combine(from, "stops.csv.gz")))
        {
            stops.AppendLine(CultureInfo.InvariantCulture, $"{row["stop_id"]},{row["stop_name"]},{row["stop_lat"]},{row["stop_lon"]}");
        }

        Save("agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nC,City,https://example.org,America/Chicago\n");
        Save("calendar_dates.txt", $"service_id,date,exception_type\nS,{date},1\n");
        Save("stops.txt", stops.ToString());
        Save("stop_times.txt", times.ToString());
        Save("routes.txt", "route_id,agency_id,route_short_name,route_type\n" + string.Concat(routes.Values.Distinct().Order(StringComparer.Ordinal).Select(r => $"{r},C,{r},3\n")));
        Save("trips.txt", "route_id,service_id,trip_id\n" + string.Concat(sequences.Keys.Select(t => $"{routes[t]},S,{t}\n")));

        void Save(string name, string text) => File.WriteAllText(Path.Combine(to, name), text);
    }
}
