// SPDX-License-Identifier: GPL-3.0-or-later
#include "containerpaths.h"

#include "failure.h"

#include <cstdlib>
#include <fstream>
#include <system_error>

namespace nsl::worker
{

namespace fs = std::filesystem;

ContainerPaths ContainerPaths::fromEnvironment()
{
    const char *root = std::getenv("NSL_WORKER_ROOT");
    return ContainerPaths(root != nullptr && *root != '\0' ? root : "/opt/ml");
}

void ContainerPaths::requireInput() const
{
    std::error_code error;
    if (!fs::is_directory(m_root / "input", error)) {
        throw Failure("There is no input folder in " + m_root.string() +
                      "; set NSL_WORKER_ROOT to the run's folder.");
    }
}

void ContainerPaths::prepareEvaluation() const
{
    requireInput();
    std::error_code error;
    fs::remove(failure(), error);
    fs::remove_all(evaluation(), error);
    if (!error) {
        fs::create_directories(evaluation(), error);
    }
    if (error) {
        throw Failure("Cannot prepare the output folders in " + m_root.string() + ": " + error.message() +
                      ".");
    }
}

void ContainerPaths::removeEvaluation() const noexcept
{
    std::error_code error;
    fs::remove_all(evaluation(), error);
}

void ContainerPaths::prepareModel() const
{
    requireInput();
    std::error_code error;
    fs::remove(failure(), error);
    fs::create_directories(model(), error);
    for (const char *name : {"artifact", "evaluation", "manifest.json", "metrics.json"}) {
        if (!error) {
            fs::remove_all(model() / name, error);
        }
    }
    if (!error) {
        fs::create_directories(artifact(), error);
    }
    if (!error) {
        fs::create_directories(model() / "evaluation", error);
    }
    if (!error) {
        fs::create_directories(m_root / "output", error);
    }
    if (error) {
        throw Failure("Cannot prepare the output folders in " + m_root.string() + ": " + error.message() +
                      ".");
    }
}

void ContainerPaths::removeModel() const noexcept
{
    std::error_code error;
    for (const char *name : {"artifact", "evaluation", "manifest.json", "metrics.json"}) {
        fs::remove_all(model() / name, error);
    }
}

void ContainerPaths::writeFailure(const std::string &sentence) const noexcept
{
    std::error_code error;
    fs::create_directories(m_root / "output", error);
    try {
        std::ofstream out(failure(), std::ios::binary | std::ios::trunc);
        out << sentence << '\n';
    } catch (const std::exception &) {
        return;
    }
}

std::string readSmallFile(const fs::path &file, std::size_t maxBytes)
{
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        throw Failure("The file " + file.string() + " is missing.");
    }
    std::ifstream in(file, std::ios::binary);
    std::string bytes(maxBytes + 1, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!in.is_open() || in.bad()) {
        throw Failure("Cannot read " + file.string() + ".");
    }
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > maxBytes) {
        throw Failure("The file " + file.string() + " is longer than " + std::to_string(maxBytes) +
                      " bytes.");
    }
    return bytes;
}

void writeFile(const fs::path &file, std::string_view bytes)
{
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
        throw Failure("Cannot write " + file.string() + "; is the disk full?");
    }
}

} // namespace nsl::worker
