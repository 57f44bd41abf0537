namespace WorldGan.Service.Ingest;

/// <summary>What became of the steps that were sent.</summary>
/// <param name="Accepted">Steps that are new, and on the disk now.</param>
/// <param name="Known">Steps that were there already.</param>
internal readonly record struct Receipt(int Accepted, int Known);
