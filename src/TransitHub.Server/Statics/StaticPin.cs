using System.Text.Json;

namespace TransitHub.Server.Statics;

/// <summary>An operator went back to an earlier version: it holds over a restart, as long as the source stays what it was.</summary>
/// <param name="Serve">Content hash by which the version's zip is named.</param>
/// <param name="Version">Its version.</param>
/// <param name="Over">Content hash of the source's version that it stands instead of.</param>
internal sealed record StaticPin(string Serve, string Version, string Over)
{
    private const string Name = "pinned.json";

    /// <summary>Where the version's zip lies.</summary>
    public string FileIn(string folder) => Path.Combine(folder, this.Serve + ".zip");

    /// <summary>What holds; null: nothing does.</summary>
    public static StaticPin? Read(string folder)
    {
        string file = Path.Combine(folder, Name);
        return File.Exists(file) ? JsonSerializer.Deserialize<StaticPin>(File.ReadAllBytes(file)) : null;
    }

    /// <summary>Sets or lifts it.</summary>
    public static void Write(string folder, StaticPin? pin)
    {
        string file = Path.Combine(folder, Name);
        if (pin is null)
        {
            File.Delete(file);
            return;
        }

        StaticVersions.WriteWhole(file, stream => JsonSerializer.Serialize(stream, pin));
    }
}
