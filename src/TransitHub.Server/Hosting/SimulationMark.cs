namespace TransitHub.Server.Hosting;

/// <summary>
/// A small file in a feed's data folder that says that the records in it were made up. Whoever serves that folder later says so too, whatever
/// the settings are then; who wants to keep a real feed there removes the folder first.
/// </summary>
internal static class SimulationMark
{
    private const string Name = "simulated";
    private const string Text = "The records of this feed were made up by a simulation. While this file is here, the hub says so.\n";

    /// <summary>Whether the feed is simulated, by its settings or by what was done in its folder before; keeps it for later.</summary>
    /// <param name="folder">The feed's data folder.</param>
    /// <param name="isSimulated">What its settings say.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static bool Keep(string folder, bool isSimulated)
    {
        string path = Path.Combine(folder, Name);
        if (isSimulated && !File.Exists(path))
        {
            File.WriteAllText(path, Text);
        }

        return File.Exists(path);
    }
}
