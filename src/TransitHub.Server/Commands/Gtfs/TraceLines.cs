using System.Globalization;
using System.Text.Json;
using System.Xml;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary>Lines of a GPX file (https://www.topografix.com/GPX/1/1/) or of a GeoJSON file (RFC 7946), each one trace.</summary>
internal static class TraceLines
{
    /// <summary>A file larger than this is no recording of ways.</summary>
    public const long MaxBytes = 200 << 20;

    /// <summary>Whether a file of this name holds lines.</summary>
    public static bool IsName(string path) => Path.GetExtension(path).ToUpperInvariant() is ".GPX" or ".GEOJSON" or ".JSON";

    /// <summary>The lines of a file.</summary>
    /// <exception cref="CommandException">It cannot be read, or holds none.</exception>
    public static IReadOnlyList<IReadOnlyList<GeoPoint>> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw CommandException.WrongUse($"{path} is larger than {MaxBytes >> 20} MB: cut it.");
            }

            List<List<GeoPoint>> lines = Path.GetExtension(path).Equals(".gpx", StringComparison.OrdinalIgnoreCase) ? OfGpx(path) : OfGeoJson(path);
            lines.RemoveAll(line => line.Count < 2);
            return lines.Count > 0 ? lines : throw CommandException.InputHasErrors($"{path} holds no line of two places or more.");
        }
        catch (Exception exception) when (exception is XmlException or JsonException or FormatException)
        {
            throw CommandException.InputHasErrors($"{path} is not what its name says: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"{path} cannot be read: {exception.Message}");
        }
    }

    private static List<List<GeoPoint>> OfGpx(string path)
    {
        List<List<GeoPoint>> lines = [];
        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxBytes };
        using FileStream file = File.OpenRead(path);
        using XmlReader reader = XmlReader.Create(file, settings);
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "trkseg" or "rte")
            {
                lines.Add([]);
            }
            else if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "trkpt" or "rtept" && lines.Count > 0)
            {
                lines[^1].Add(Place(Number(reader.GetAttribute("lat")), Number(reader.GetAttribute("lon"))));
            }
        }

        return lines;
    }

    private static List<List<GeoPoint>> OfGeoJson(string path)
    {
        using JsonDocument json = UnicodeJson.Parse(File.ReadAllBytes(path));
        List<List<GeoPoint>> lines = [];
        Gather(json.RootElement, lines);
        return lines;
    }

    private static void Gather(JsonElement element, List<List<GeoPoint>> lines)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        string? type = element.TryGetProperty("type", out JsonElement named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        switch (type)
        {
            case "FeatureCollection" when element.TryGetProperty("features", out JsonElement features) && features.ValueKind == JsonValueKind.Array:
                foreach (JsonElement feature in features.EnumerateArray())
                {
                    Gather(feature, lines);
                }

                break;
            case "Feature" when element.TryGetProperty("geometry", out JsonElement geometry):
                Gather(geometry, lines);
                break;
            case "LineString" when element.TryGetProperty("coordinates", out JsonElement points):
                lines.Add(Line(points));
                break;
            case "MultiLineString" when element.TryGetProperty("coordinates", out JsonElement parts) && parts.ValueKind == JsonValueKind.Array:
                lines.AddRange(parts.EnumerateArray().Select(Line));
                break;
            default:
                break;
        }
    }

    private static List<GeoPoint> Line(JsonElement points)
    {
        List<GeoPoint> line = [];
        foreach (JsonElement pair in points.ValueKind == JsonValueKind.Array ? points.EnumerateArray() : throw new FormatException("a line has no list of coordinates"))
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() < 2 || pair[0].ValueKind != JsonValueKind.Number || pair[1].ValueKind != JsonValueKind.Number)
            {
                throw new FormatException("a place is no [longitude, latitude]");
            }

            line.Add(Place(pair[1].GetDouble(), pair[0].GetDouble()));
        }

        return line;
    }

    private static GeoPoint Place(double latitude, double longitude) => Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180
        ? new GeoPoint(latitude, longitude)
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"latitude {latitude}, longitude {longitude} is no place on Earth"));

    private static double Number(string? text) => double.Parse(text ?? throw new FormatException("a point has no lat or lon"), NumberStyles.Float, CultureInfo.InvariantCulture);
}
