namespace TransitHub.Redis.Tests.Contract;

/// <summary>The embedded form: files.</summary>
public sealed class LocalStorageTests : StorageContract
{
    protected override IStorageForm Form() => new LocalForm();
}
