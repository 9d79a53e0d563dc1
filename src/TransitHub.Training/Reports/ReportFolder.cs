namespace TransitHub.Training.Reports;

/// <summary>Writes a report's files into a folder, replacing those of an earlier one.</summary>
public static class ReportFolder
{
    /// <summary>Names of the files.</summary>
    public static IReadOnlyList<string> Files { get; } = ["report.json", "report.md", "report.html", "accuracy.svg", "reliability.svg", "error-map.svg"];

    /// <summary>Makes the folder and takes away what an earlier backtest wrote there; files of other names stay.</summary>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public static void Prepare(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Files)
        {
            File.Delete(Path.Combine(folder, file));
        }
    }

    /// <summary>Writes the files.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, BacktestReport report)
    {
        File.WriteAllBytes(Path.Combine(folder, "report.json"), ReportJson.Write(report));
        File.WriteAllText(Path.Combine(folder, "report.md"), ReportMarkdown.Write(report));
        File.WriteAllText(Path.Combine(folder, "report.html"), ReportPage.Write(report));
        File.WriteAllText(Path.Combine(folder, "accuracy.svg"), AccuracyChart.Write(report));
        File.WriteAllText(Path.Combine(folder, "reliability.svg"), ReliabilityChart.Write(report));
        File.WriteAllText(Path.Combine(folder, "error-map.svg"), ErrorMap.Write(report));
    }
}
