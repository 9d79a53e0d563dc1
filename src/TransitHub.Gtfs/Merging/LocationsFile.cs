using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Nodes;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Gtfs.Merging;

/// <summary>locations.geojson: the areas of flexible service, one feature each.</summary>
internal static class LocationsFile
{
    public const string Name = "locations.geojson";

    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    public static Dictionary<string, ulong> ContentsOf(MergeInput input)
    {
        var contents = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var feature in FeaturesOf(input))
        {
            contents[IdOf(feature)] = XxHash3.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(feature.ToJsonString()));
        }

        return contents;
    }

    /// <summary>Writes the features of all feeds, each once.</summary>
    public static MergedFile Write(IReadOnlyList<MergeInput> inputs, Stream to)
    {
        var (read, joined) = (0, 0);
        var all = new JsonArray();
        foreach (var input in inputs)
        {
            foreach (var feature in FeaturesOf(input))
            {
                read++;
                var id = IdOf(feature);
                if (input.Find(MergeSchema.Location, System.Text.Encoding.UTF8.GetBytes(id)) is { } merged)
                {
                    if (merged.IsJoined)
                    {
                        joined++;
                        continue;
                    }

                    feature["id"] = merged.Id;
                }

                all.Add(feature.DeepClone());
            }
        }

        using var json = new Utf8JsonWriter(to);
        new JsonObject { ["type"] = "FeatureCollection", ["features"] = all }.WriteTo(json);
        return new MergedFile(Name, read, all.Count, joined);
    }

    private static IEnumerable<JsonObject> FeaturesOf(MergeInput input)
    {
        if (input.Find(Name) is not { } entry)
        {
            return [];
        }

        using var bytes = new MemoryStream();
        using (var stream = input.Source.OpenEntry(entry))
        {
            stream.CopyTo(bytes);
        }

        try
        {
            var json = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
            UnicodeJson.Require(json);
            return [.. (JsonNode.Parse(json, documentOptions: Once)?["features"]?.AsArray() ?? []).OfType<JsonObject>()];
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new MergeException($"{input.Name}: {Name} is no GeoJSON collection of features ({problem.Message}). Correct or remove it.");
        }
    }

    private static string IdOf(JsonObject feature) => feature["id"]?.ToString() ?? string.Empty;
}
