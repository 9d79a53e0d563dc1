using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace TransitHub.Load.Cameras;

/// <summary>Writes a <see cref="LoadCity"/> as a GTFS and a devices file.</summary>
internal static class LoadCityFiles
{
    public static void WriteGtfs(LoadCity city, string path)
    {
        StringBuilder stops = new("stop_id,stop_name,stop_lat,stop_lon\n");
        StringBuilder routes = new("route_id,agency_id,route_short_name,route_type\n");
        StringBuilder trips = new("route_id,service_id,trip_id,shape_id\n");
        StringBuilder times = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
        StringBuilder shapes = new("shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n");
        for (int line = 0; line < city.Paths.Length; line++)
        {
            double[] bends = city.Paths[line];
            routes.AppendLine(CultureInfo.InvariantCulture, $"R{line},A,{line},3");
            for (int i = 0; i < bends.Length / 2; i++)
            {
                shapes.AppendLine(CultureInfo.InvariantCulture, $"H{line},{bends[i * 2]:F6},{bends[(i * 2) + 1]:F6},{i}");
            }

            for (int stop = 0; stop < LoadCity.Stops; stop++)
            {
                int bend = stop * LoadCity.VerticesPerStop;
                stops.AppendLine(CultureInfo.InvariantCulture, $"P{line}-{stop},Stop {line}-{stop},{bends[bend * 2]:F6},{bends[(bend * 2) + 1]:F6}");
            }
        }

        for (int vehicle = 0; vehicle < city.Vehicles; vehicle++)
        {
            int line = LoadCity.LineOf(vehicle);
            trips.AppendLine(CultureInfo.InvariantCulture, $"R{line},S,T{vehicle},H{line}");
            for (int stop = 0; stop < LoadCity.Stops; stop++)
            {
                long at = city.StartOf(vehicle) + (stop * LoadCity.SecondsPerStop);
                string time = string.Create(CultureInfo.InvariantCulture, $"{at / 3600:00}:{at / 60 % 60:00}:{at % 60:00}");
                times.AppendLine(CultureInfo.InvariantCulture, $"T{vehicle},{time},{time},P{line}-{stop},{stop}");
            }
        }

        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(zip, "agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nA,City,https://example.org,UTC\n");
        Add(zip, "calendar_dates.txt", $"service_id,date,exception_type\nS,{city.ServiceDate},1\n");
        Add(zip, "stops.txt", stops.ToString());
        Add(zip, "routes.txt", routes.ToString());
        Add(zip, "trips.txt", trips.ToString());
        Add(zip, "stop_times.txt", times.ToString());
        Add(zip, "shapes.txt", shapes.ToString());
    }

    /// <summary>The devices file.</summary>
    public static string Devices(LoadCity city)
    {
        const double HalfMeters = 15;
        StringBuilder text = new("language: en\ndevices:\n");
        for (int camera = 0; camera < city.Cameras; camera++)
        {
            (double lat, double lon, int line, double bearing) = city.CameraAt(camera);
            double across = (bearing + 90) * Math.PI / 180;
            double north = HalfMeters * Math.Cos(across) / LoadCity.MetersPerDegree;
            double east = HalfMeters * Math.Sin(across) / (LoadCity.MetersPerDegree * Math.Cos(lat * Math.PI / 180));
            string routes = camera < city.OnLines ? string.Create(CultureInfo.InvariantCulture, $", routes: [{{route: R{line}}}]") : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"""
                  - id: {CameraMessages.IdOf(camera)}
                    name: Camera {camera}
                    at: [{lat:F6}, {lon:F6}]
                    channels:
                      - id: line-1
                        line: [[{lat - north:F6}, {lon - east:F6}], [{lat + north:F6}, {lon + east:F6}]]
                        counts: [person, car, motorcycle]
                        passages: [bus, car, motorcycle]
                        reads_routes: true
                        directions:
                          a_to_b: {"{"}bearing: {bearing:F0}{routes}{"}"}
                          b_to_a: {"{"}bearing: {(bearing + 180) % 360:F0}{"}"}

                """);
        }

        return text.ToString();
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using StreamWriter writer = new(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
        writer.Write(text);
    }
}
