using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TransitHub.Gtfs.Time;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary>Reports on static feeds as JSON.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new DateConverter() },
    };

    /// <summary>Writes a report.</summary>
    public static string Write<T>(T report) => JsonSerializer.Serialize(report, Options);

    private sealed class DateConverter : JsonConverter<ServiceDate>
    {
        public override ServiceDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ServiceDate.TryParse(reader.GetString(), out ServiceDate date) ? date : throw new JsonException("This is no service date.");

        public override void Write(Utf8JsonWriter writer, ServiceDate value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
