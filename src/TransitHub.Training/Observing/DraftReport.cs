using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using TransitHub.Gtfs;
using TransitHub.Training.Reports;

namespace TransitHub.Training.Observing;

/// <summary>Tells people how sure a draft is: lines of text, JSON for programs, and a page with a map of each line.</summary>
public static class DraftReport
{
    private const int MapWidth = 640;
    private const int MapHeight = 420;
    private const int MapEdge = 20;

    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
        summary { cursor: pointer; padding: .3rem 0; } svg { width: 100%; max-width: 48rem; height: auto; }
        .soft { color: #59636e; } @media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } .soft { color: #9aa4ae; } }
        """;

    /// <summary>The draft in a few lines.</summary>
    public static string Text(DraftNetwork draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        DraftFacts facts = draft.Facts;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{facts.Reports} positions of {facts.Vehicles} vehicles on {facts.Dates.Count} service days; {facts.Jumps} left out as jumps\n");
        text.Append(CultureInfo.InvariantCulture, $"{facts.Runs} runs, {facts.PlacedRuns} of them on one of {draft.Lines.Count} lines with {draft.Lines.Sum(l => l.Directions.Count)} directions\n");
        text.Append(CultureInfo.InvariantCulture, $"{draft.Stops.Count} stops, {draft.Stops.Count(s => s.Confidence >= 0.7)} of them with a confidence of 0.7 or more, {draft.Stops.Count(s => s.IsTerminal)} only since runs begin or end there\n");
        return text.ToString();
    }

    /// <summary>The draft's lines and stops with what speaks for each, as JSON.</summary>
    public static string Json(DraftNetwork draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            WriteFacts(json, draft.Facts);
            json.WriteStartArray("lines");
            foreach (DraftLine line in draft.Lines)
            {
                WriteLine(json, line);
            }

            json.WriteEndArray();
            json.WriteStartArray("stops");
            foreach (DraftStop stop in draft.Stops)
            {
                WriteStop(json, stop);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>One page that needs nothing else, with a map of each line.</summary>
    public static string Page(DraftNetwork draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Draft of a feed</title><style>{Style}</style></head>\n<body>\n<h1>Draft of a feed</h1>\n");
        foreach (string paragraph in Text(draft).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            page.Append("<p>").Append(Html(paragraph)).Append(".</p>\n");
        }

        page.Append("<p class=\"soft\">Stops: green is sure (0.7 or more), amber is likely (0.5), red is doubtful, gray is an end of a line.</p>\n");
        foreach (DraftLine line in draft.Lines)
        {
            page.Append("<details><summary><strong>").Append(Html(line.Name)).Append("</strong> ").Append(Html(string.Join("; ", line.Directions.Select(Summary)))).Append("</summary>\n");
            page.Append(Map(line)).Append("</details>\n");
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static string Summary(DraftDirection direction) => string.Create(
        CultureInfo.InvariantCulture,
        $"{direction.Shape.LengthMeters / 1000:F1} km, {direction.Calls.Count} stops, {direction.Runs} runs, mean confidence {direction.Confidence:F2}");

    private static string Map(DraftLine line)
    {
        List<(double Lat, double Lon)[]> ways = [.. line.Directions.Select(d => Places(d.Shape))];
        double north = ways.Max(w => w.Max(p => p.Lat));
        double west = ways.Min(w => w.Min(p => p.Lon));
        double narrow = Math.Cos(north * Math.PI / 180);
        double size = Math.Max(1e-6, Math.Max(
            (ways.Max(w => w.Max(p => p.Lon)) - west) * narrow / (MapWidth - (2 * MapEdge)), (north - ways.Min(w => w.Min(p => p.Lat))) / (MapHeight - (2 * MapEdge))));
        (double X, double Y) At(double lat, double lon) => (MapEdge + ((lon - west) * narrow / size), MapEdge + ((north - lat) / size));

        SvgDrawing drawing = new(MapWidth, MapHeight, $"Map of {line.Name}");
        for (int number = 0; number < ways.Count; number++)
        {
            drawing.Polyline(ways[number].Select(p => At(p.Lat, p.Lon)), number == 0 ? "#1a66d6" : "#7a3e9d", 2, isDashed: number > 0);
        }

        foreach (DraftStop stop in line.Directions.SelectMany(d => d.Calls).Select(c => c.Stop).Distinct())
        {
            (double x, double y) = At(stop.Latitude, stop.Longitude);
            string color = stop.IsTerminal ? "#59636e" : stop.Confidence >= 0.7 ? "#1b7f4b" : stop.Confidence >= 0.5 ? "#b35900" : "#b3261e";
            string hint = string.Create(CultureInfo.InvariantCulture, $"{stop.Id}: confidence {stop.Confidence:F2}, {stop.Stopped:P0} of {stop.Runs} runs");
            drawing.Dot(x, y, 4, color, hint);
        }

        return drawing.Finish();
    }

    private static (double Lat, double Lon)[] Places(Geometry shape)
    {
        (double Lat, double Lon)[] places = new (double Lat, double Lon)[shape.X.Length];
        for (int at = 0; at < places.Length; at++)
        {
            places[at] = (shape.OriginLatitude + (shape.Y[at] / shape.MetersPerDegreeY), shape.OriginLongitude + (shape.X[at] / shape.MetersPerDegreeX));
        }

        return places;
    }

    private static void WriteFacts(Utf8JsonWriter json, DraftFacts facts)
    {
        json.WriteNumber("reports", facts.Reports);
        json.WriteNumber("jumps", facts.Jumps);
        json.WriteNumber("vehicles", facts.Vehicles);
        json.WriteNumber("runs", facts.Runs);
        json.WriteNumber("placed_runs", facts.PlacedRuns);
        json.WriteStartArray("service_dates");
        foreach (string date in facts.Dates)
        {
            json.WriteStringValue(date);
        }

        json.WriteEndArray();
    }

    private static void WriteLine(Utf8JsonWriter json, DraftLine line)
    {
        json.WriteStartObject();
        json.WriteString("id", line.Id);
        json.WriteString("name", line.Name);
        json.WriteStartArray("directions");
        foreach (DraftDirection direction in line.Directions)
        {
            json.WriteStartObject();
            json.WriteString("label", direction.Label);
            json.WriteNumber("runs", direction.Runs);
            json.WriteNumber("parts", direction.Parts);
            json.WriteNumber("length_meters", Math.Round(direction.Shape.LengthMeters));
            json.WriteNumber("median_off_meters", Math.Round(direction.MedianOffMeters, 1));
            json.WriteNumber("share_on_shape", Math.Round(direction.OnShape, 3));
            json.WriteNumber("confidence", Math.Round(direction.Confidence, 3));
            json.WriteStartArray("stops");
            foreach (DraftCall call in direction.Calls)
            {
                json.WriteStringValue(call.Stop.Id);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStop(Utf8JsonWriter json, DraftStop stop)
    {
        json.WriteStartObject();
        json.WriteString("id", stop.Id);
        json.WriteNumber("lat", Math.Round(stop.Latitude, 6));
        json.WriteNumber("lon", Math.Round(stop.Longitude, 6));
        json.WriteNumber("bearing", Math.Round(stop.Bearing));
        json.WriteNumber("runs", stop.Runs);
        json.WriteNumber("stopped_share", Math.Round(stop.Stopped, 3));
        json.WriteNumber("expected_share", Math.Round(stop.Expected, 3));
        json.WriteNumber("stood_share", Math.Round(stop.Stood, 3));
        json.WriteNumber("confidence", Math.Round(stop.Confidence, 3));
        json.WriteBoolean("terminal", stop.IsTerminal);
        json.WriteEndObject();
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
