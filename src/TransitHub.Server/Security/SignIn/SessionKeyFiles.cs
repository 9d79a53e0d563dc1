using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using TransitHub.Core.Storage;

namespace TransitHub.Server.Security.SignIn;

/// <summary>The keys that sessions are encrypted with, as files that only their owner may read. Whoever removes them ends all sessions.</summary>
/// <param name="folder">The folder; made when the first key is.</param>
internal sealed class SessionKeyFiles(string folder) : IXmlRepository
{
    /// <summary>The folder's name in the data folder.</summary>
    public const string FolderName = "session-keys";

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal).Select(Read)] : [];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        Make(folder);
        PrivateFile.Replace(Path.Combine(folder, friendlyName + ".xml"), element.Save);
    }

    /// <summary>Makes the folder, for its owner alone.</summary>
    internal static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static XElement Read(string path)
    {
        try
        {
            return XElement.Load(path);
        }
        catch (XmlException exception)
        {
            throw new IOException($"{path} is damaged: {exception.Message} Remove it; who is signed in by it signs in again.", exception);
        }
    }
}
