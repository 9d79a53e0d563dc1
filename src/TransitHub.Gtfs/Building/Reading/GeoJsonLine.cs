using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads the one LineString of a GeoJSON file (RFC 7946): a geometry, a feature, or a collection of one.</summary>
internal static class GeoJsonLine
{
    private const string Remedy = "give one LineString with [longitude, latitude] points";

    public static bool IsName(string path) =>
        path.EndsWith(".geojson", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The points; null, with a problem noted at the reference or in the file, if there are none.</summary>
    public static ImmutableArray<GeoPoint>? Read(SheetNode reference, NetworkDraft network)
    {
        if (reference.ReadText() is not { } path)
        {
            return null;
        }

        if (!network.Files.Has(path))
        {
            var nearest = NearestWord.Find(path, network.Files.Paths.Where(IsName));
            reference.Error($"there is no file '{SheetValues.Short(path)}' among the sheets",
                nearest is null ? "name a GeoJSON file by its path from the folder of network.yaml" : $"write {nearest}");
            return null;
        }

        if (SheetReader.ReadText(network.Files, path, network.Problems) is not { } text)
        {
            return null;
        }

        try
        {
            using var json = UnicodeJson.Parse(Encoding.UTF8.GetBytes(text));
            return Points(Geometry(json.RootElement), path, network.Problems);
        }
        catch (JsonException problem)
        {
            network.Problems.Add(new SheetProblem(path, (int)(problem.LineNumber ?? 0) + 1, SheetSeverity.Error, "this is not JSON", Remedy));
            return null;
        }
    }

    private static JsonElement? Geometry(JsonElement element)
    {
        for (var step = 0; step < 3 && element.ValueKind == JsonValueKind.Object; step++)
        {
            switch (element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null)
            {
                case "LineString":
                    return element.TryGetProperty("coordinates", out var points) && points.ValueKind == JsonValueKind.Array ? points : null;
                case "Feature" when element.TryGetProperty("geometry", out var geometry):
                    element = geometry;
                    break;
                case "FeatureCollection" when element.TryGetProperty("features", out var features)
                    && features.ValueKind == JsonValueKind.Array && features.GetArrayLength() == 1:
                    element = features[0];
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static ImmutableArray<GeoPoint>? Points(JsonElement? coordinates, string path, SheetProblems problems)
    {
        if (coordinates is not { } array)
        {
            problems.Error(path, "there is no LineString, or more than one", Remedy);
            return null;
        }

        var points = ImmutableArray.CreateBuilder<GeoPoint>();
        foreach (var pair in array.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() < 2
                || pair[0].ValueKind != JsonValueKind.Number || pair[1].ValueKind != JsonValueKind.Number
                || Math.Abs(pair[1].GetDouble()) > 90 || Math.Abs(pair[0].GetDouble()) > 180)
            {
                problems.Error(path, $"point {points.Count + 1} of the LineString is no place on Earth", Remedy);
                return null;
            }

            points.Add(new GeoPoint(pair[1].GetDouble(), pair[0].GetDouble()));
        }

        return points.ToImmutable();
    }
}
