using System.IO.Compression;
using System.Text;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Simulation.Tests.Recordings;

/// <summary>A folder of its own for the recordings of one test.</summary>
internal sealed class RecordingFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("transithub-recording-").FullName;

    public string Write(string name, string text) => this.Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(this.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    public static List<RecordedItem> ReadAll(string path, string format)
    {
        using Recording recording = RecordingReader.Open(path, format);
        List<RecordedItem> items = [];
        while (recording.TryRead(out RecordedItem item))
        {
            items.Add(item);
        }

        return items;
    }

    public void Dispose() => Directory.Delete(this.Path, recursive: true);
}
