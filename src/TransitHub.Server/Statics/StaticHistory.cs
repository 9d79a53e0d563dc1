using System.Text.Json;
using System.Text;
using TransitHub.Core.Storage;

namespace TransitHub.Server.Statics;

/// <summary>A version that came into service, was kept from it, or was uploaded.</summary>
/// <param name="At">When, Unix seconds.</param>
/// <param name="Outcome">published, rolled_back, blocked, failed or unchanged; uploaded or refused of an upload.</param>
/// <param name="Version">The version.</param>
/// <param name="ContentHash">Its content hash.</param>
/// <param name="By">Who asked for it; "source" for a source that changed by itself.</param>
/// <param name="Why">Why, in the words of who asked.</param>
/// <param name="Reasons">Why it was blocked or failed, or what an operator let pass.</param>
/// <param name="Request">The request's id; null: none.</param>
/// <param name="Replaced">The version that was in service before; null: it still is, or nobody wrote it down.</param>
/// <param name="Bytes">Size of what was uploaded; null: nothing was.</param>
internal sealed record StaticEvent(
    long At, string Outcome, string? Version, string? ContentHash, string By, string Why, IReadOnlyList<string> Reasons, string? Request, string? Replaced = null, long? Bytes = null);

/// <summary>What became of a feed's static versions, in a file of one JSON line each.</summary>
internal sealed class StaticHistory(string folder)
{
    /// <summary>Events kept: years of a daily feed.</summary>
    public const int Kept = 1000;

    private readonly Lock gate = new();
    private readonly string file = Path.Combine(folder, "history.jsonl");

    /// <summary>All kept events, the newest first.</summary>
    public IReadOnlyList<StaticEvent> List()
    {
        string[] lines = File.Exists(this.file) ? File.ReadAllLines(this.file) : [];
        return [.. lines.Reverse().Select(line => JsonSerializer.Deserialize<StaticEvent>(line)!)];
    }

    /// <summary>Notes an event.</summary>
    public void Add(StaticEvent happened)
    {
        lock (this.gate)
        {
            Directory.CreateDirectory(folder);
            string[] lines = File.Exists(this.file) ? File.ReadAllLines(this.file) : [];
            PrivateFile.Replace(this.file, stream =>
            {
                foreach (string line in lines.TakeLast(Kept - 1).Append(JsonSerializer.Serialize(happened)))
                {
                    stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
                }
            });
        }
    }
}
