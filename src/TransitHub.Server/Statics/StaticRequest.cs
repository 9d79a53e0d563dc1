using System.Text.Json;

namespace TransitHub.Server.Statics;

/// <summary>
/// What an operator asks of the hub that serves a data folder: a file in it. Whoever may write there may ask, so that no password is needed and nothing is
/// open to the network.
/// </summary>
/// <param name="Id">Names it in the history.</param>
/// <param name="Source">File or folder to publish; null: what the feed's source holds now.</param>
/// <param name="Version">Version or content hash to go back to; null: it is no rollback.</param>
/// <param name="Force">Publish despite errors and changed ids.</param>
/// <param name="By">Who asks.</param>
/// <param name="Why">Why.</param>
/// <param name="Over">Content hash of the version that must be in service when it is done, since who asks has seen that one; null: whichever is.</param>
internal sealed record StaticRequest(string Id, string? Source, string? Version, bool Force, string By, string Why, string? Over = null)
{
    /// <summary>Who asks when nobody did: the source changed by itself.</summary>
    public const string Nobody = "source";

    private const string Name = "request.json";

    /// <summary>Asks.</summary>
    public void Put(string folder) => StaticVersions.WriteWhole(Path.Combine(folder, Name), stream => JsonSerializer.Serialize(stream, this));

    /// <summary>Takes what was asked; null: nothing, or nothing that can be read.</summary>
    public static StaticRequest? Take(string folder)
    {
        string file = Path.Combine(folder, Name);
        if (!File.Exists(file))
        {
            return null;
        }

        byte[] bytes = File.ReadAllBytes(file);
        File.Delete(file);
        try
        {
            return JsonSerializer.Deserialize<StaticRequest>(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Withdraws it.</summary>
    /// <returns>False: a hub has taken it already.</returns>
    public static bool Withdraw(string folder)
    {
        string file = Path.Combine(folder, Name);
        bool isThere = File.Exists(file);
        File.Delete(file);
        return isThere;
    }
}
