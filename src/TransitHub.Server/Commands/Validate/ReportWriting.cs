using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TransitHub.Server.Commands.Validate;

/// <summary>How reports of findings are written as JSON: for people too, with names in their own script.</summary>
internal static class ReportWriting
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is written, as text.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
