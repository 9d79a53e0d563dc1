using System.Text.Json;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>locations.geojson: the zones of demand-responsive service, and what is wrong with the file by itself.</summary>
internal sealed class LocationsFile
{
    public const string Name = "locations.geojson";

    private const int MaxBytes = 256 << 20;

    private readonly List<Zone> zones = [];
    private readonly FeedReading reading;
    private readonly IdDomain ids;

    private LocationsFile(FeedReading reading, IdDomain ids) => (this.reading, this.ids) = (reading, ids);

    public bool IsMissing { get; private init; }

    public IReadOnlyList<Zone> Zones => this.zones;

    public Zone? Find(int id) => this.zones.Find(zone => zone.Id == id);

    public static LocationsFile Read(FeedReading reading, IdDomain ids)
    {
        var file = new LocationsFile(reading, ids) { IsMissing = !reading.Has(Name) };
        if (reading.ReadWhole(Name, MaxBytes) is { } bytes)
        {
            file.Read(bytes);
        }

        return file;
    }

    private void Read(byte[] bytes)
    {
        try
        {
            using var document = UnicodeJson.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
            ReadCollection(document.RootElement);
        }
        catch (JsonException problem)
        {
            Report("malformed_json", NoticeSeverity.Error, null, null, $"The file is no JSON: {problem.Message}");
        }
    }

    private void ReadCollection(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Report("malformed_json", NoticeSeverity.Error, null, null, "The file must hold one JSON object of type FeatureCollection.");
            return;
        }

        CheckNames(root, null, "type", "features");
        if (!root.TryGetProperty("type", out var type))
        {
            ReportMissing("type", null, null);
        }
        else if (Text(type) != "FeatureCollection")
        {
            Report("unsupported_geo_json_type", NoticeSeverity.Error, null, null, "Use type FeatureCollection.", new NoticeDetail("geoJsonType", Text(type)));
        }
        else if (!root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
        {
            ReportMissing("features", null, null);
        }
        else
        {
            var index = 0;
            foreach (var feature in features.EnumerateArray())
            {
                ReadFeature(feature, index++);
            }
        }
    }

    private void ReadFeature(JsonElement feature, int index)
    {
        if (feature.ValueKind != JsonValueKind.Object)
        {
            ReportMissing("features.type", null, index);
            return;
        }

        CheckNames(feature, index, "id", "type", "properties", "geometry");
        var id = feature.TryGetProperty("id", out var named) ? Text(named) : "";
        var isComplete = Require(id.Length > 0, "features.id", id, index)
            & Require(feature.TryGetProperty("type", out var type), "features.type", id, index)
            & Require(feature.TryGetProperty("properties", out _), "features.properties", id, index)
            & Require(feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object, "features.geometry", id, index);
        if (type.ValueKind != JsonValueKind.Undefined && Text(type) != "Feature")
        {
            Report("unsupported_feature_type", NoticeSeverity.Error, id, index, "Use type Feature.", new NoticeDetail("featureType", Text(type)));
        }

        if (!isComplete)
        {
            return;
        }

        CheckNames(geometry, index, "type", "coordinates");
        if (Require(geometry.TryGetProperty("type", out var form), "features.geometry.type", id, index)
            & Require(geometry.TryGetProperty("coordinates", out var coordinates), "features.geometry.coordinates", id, index))
        {
            AddZone(id, index, Text(form), coordinates);
        }
    }

    private void AddZone(string id, int index, string form, JsonElement coordinates)
    {
        var number = this.ids.AddPlain(id);
        if (this.ids.IsDefined(number))
        {
            Report("duplicate_geo_json_key", NoticeSeverity.Error, id, index, "An earlier feature has the same id. Rename one of them.");
            return;
        }

        this.ids.Define(number);
        if (form is not ("Polygon" or "MultiPolygon"))
        {
            Report("unsupported_geometry_type", NoticeSeverity.Error, id, index, "Use a Polygon or a MultiPolygon.", new NoticeDetail("geometryType", form));
            this.zones.Add(new Zone(number, index, []));
            return;
        }

        var rings = ZoneRings.Read(coordinates, form == "MultiPolygon", out var problem);
        if (problem is not null)
        {
            Report("invalid_geometry", NoticeSeverity.Error, id, index, problem, new NoticeDetail("geometryType", form));
        }

        this.zones.Add(new Zone(number, index, rings));
        CheckPlaces(id, index, rings);
    }

    private void CheckPlaces(string id, int index, IReadOnlyList<GeoPoint[]> rings)
    {
        foreach (var point in rings.SelectMany(ring => ring))
        {
            if (Math.Abs(point.Lat) <= 1 && Math.Abs(point.Lon) <= 1)
            {
                Report("point_near_origin", NoticeSeverity.Error, id, index, "A corner of the zone lies near latitude 0, longitude 0. Correct it.", [.. Place(point)]);
            }
            else if (Math.Abs(point.Lat) >= 89)
            {
                Report("point_near_pole", NoticeSeverity.Error, id, index, "A corner of the zone lies near a pole. GeoJSON gives longitude first; correct it.", [.. Place(point)]);
            }
        }
    }

    private static NoticeDetail[] Place(GeoPoint point) => [new("latFieldValue", point.Lat), new("lonFieldValue", point.Lon)];

    private void CheckNames(JsonElement element, int? index, params string[] known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                Report("geo_json_duplicated_element", NoticeSeverity.Error, null, index, "The object names the element twice. Remove one.", new NoticeDetail("duplicatedElement", property.Name));
            }
            else if (!known.Contains(property.Name))
            {
                Report("geo_json_unknown_element", NoticeSeverity.Info, null, index, "GTFS has no such element here. Remove it or correct its name.", new NoticeDetail("unknownElement", property.Name));
            }
        }
    }

    private bool Require(bool isThere, string element, string id, int index)
    {
        if (!isThere)
        {
            ReportMissing(element, id, index);
        }

        return isThere;
    }

    private void ReportMissing(string element, string? id, int? index) =>
        Report("missing_required_element", NoticeSeverity.Error, id, index, $"The element {element} is not there. Add it.", new NoticeDetail("missingElement", element));

    private void Report(string code, NoticeSeverity severity, string? id, int? index, string message, params ReadOnlySpan<NoticeDetail> details)
    {
        List<NoticeDetail> all = [.. details];
        if (id is { Length: > 0 })
        {
            all.Add(new NoticeDetail("featureId", id));
        }

        if (index is not null)
        {
            all.Add(new NoticeDetail("featureIndex", index));
        }

        this.reading.Notices.Add(new Notice(code, severity, Name, 0, null, null, message) { Details = all });
    }

    private static string Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        _ => element.GetRawText(),
    };

    /// <summary>A zone.</summary>
    /// <param name="Id">Number of its id.</param>
    /// <param name="Index">Place among the features, from 0.</param>
    /// <param name="Rings">Outer rings of its polygons; empty if they cannot be used.</param>
    internal sealed record Zone(int Id, int Index, IReadOnlyList<GeoPoint[]> Rings);
}
