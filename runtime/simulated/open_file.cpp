#include "runtime/simulated/open_file.h"

#include <algorithm>

namespace stormlark {

OpenFile::OpenFile(FilePointer file, const FileAccess& process)
    : file_(std::move(file)), process_(process) {
  file_->openings.push_back(this);
}

// It may be closed already, from without: its process was killed.
OpenFile::~OpenFile() {
  std::erase(file_->openings, this);
}

bool OpenFile::raise(LockLevel level) {
  if (level <= level_) return true;
  const LockLevel others = strongest_of_others();
  switch (level) {
    case LockLevel::none:
      break;
    case LockLevel::shared:
      if (others >= LockLevel::pending) return false;
      break;
    case LockLevel::reserved:
      if (others >= LockLevel::reserved) return false;
      break;
    case LockLevel::pending:
    case LockLevel::exclusive:
      if (others >= LockLevel::reserved) return false;
      level_ = LockLevel::pending;
      if (others != LockLevel::none) return false;
  }
  level_ = level;
  return true;
}

void OpenFile::lower(LockLevel level) {
  level_ = std::min(level_, level);
}

bool OpenFile::is_reserved() const {
  return std::max(level_, strongest_of_others()) >= LockLevel::reserved;
}

LockLevel OpenFile::strongest_of_others() const {
  LockLevel strongest = LockLevel::none;
  for (const OpenFile* other : file_->openings) {
    if (other != this) strongest = std::max(strongest, other->level_);
  }
  return strongest;
}

}  // namespace stormlark
